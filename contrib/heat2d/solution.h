/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The analytic solution of the heat equation u_t = u_xx + u_yy on the unit square with cold walls
 * that heat2d computes, and how far a correct run may be from it. Libc only, no state.
 */
#ifndef HEAT2D_SOLUTION_H
#define HEAT2D_SOLUTION_H

/* The temperature at the point (x, y) and the time t >= 0. Not symmetric in x and y, nor about the
 * middle: exchanged neighbours or directions show up as an error. */
double solution_at(double x, double y, double t);

/* How far the explicit scheme with mesh width h and time step dt <= h*h/4 may be from the solution
 * after that many steps. The modes are eigenvectors of the scheme too, so for each of them the
 * scheme's own error is known exactly; their sum bounds the error at every point. A few units in
 * the last place per step are added for rounding, which by the maximum principle does not grow. */
double solution_error_bound(double h, double dt, long steps);

#endif
