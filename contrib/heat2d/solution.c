/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The analytic solution that heat2d is checked against: a sum of modes, each of which decays on its
 * own, in the equation as in its discrete form. See solution.h.
 */
#include "solution.h"

#include <float.h>
#include <math.h>
#include <stddef.h>

static const double pi = 3.14159265358979323846;

/* amplitude * sin(x_waves pi x) * sin(y_waves pi y) * exp(-rate t) */
struct mode {
    double amplitude;
    double x_waves;
    double y_waves;
};

static const struct mode modes[] = {
    {1.0, 1.0, 1.0},
    {0.5, 2.0, 3.0},
    {0.25, 4.0, 1.0},
};

#define MODE_COUNT (sizeof(modes) / sizeof(modes[0]))

static double decay_rate(const struct mode *mode)
{
    return pi * pi * (mode->x_waves * mode->x_waves + mode->y_waves * mode->y_waves);
}

double solution_at(double x, double y, double t)
{
    double sum = 0.0;

    for (size_t i = 0; i < MODE_COUNT; i++) {
        sum += modes[i].amplitude * exp(-decay_rate(&modes[i]) * t) *
               sin(modes[i].x_waves * pi * x) * sin(modes[i].y_waves * pi * y);
    }
    return sum;
}

/* What one step of the scheme multiplies a mode by. */
static double step_factor(const struct mode *mode, double h, double dt)
{
    double x_sine = sin(0.5 * mode->x_waves * pi * h);
    double y_sine = sin(0.5 * mode->y_waves * pi * h);

    return 1.0 - 4.0 * dt / (h * h) * (x_sine * x_sine + y_sine * y_sine);
}

double solution_error_bound(double h, double dt, long steps)
{
    double rounding = 0.0;
    double sum = 0.0;

    for (size_t i = 0; i < MODE_COUNT; i++) {
        double exact = exp(-decay_rate(&modes[i]) * dt * (double) steps);
        double discrete = pow(step_factor(&modes[i], h, dt), (double) steps);

        sum += modes[i].amplitude * fabs(discrete - exact);
        rounding += modes[i].amplitude * 8.0 * DBL_EPSILON * (double) steps;
    }
    return sum + rounding;
}
