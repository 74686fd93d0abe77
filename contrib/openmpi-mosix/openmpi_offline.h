/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What can be found out about an Open MPI without running anything of it: where its components are,
 * and its series.
 * Libc only.
 */
#ifndef OPENMPI_OFFLINE_H
#define OPENMPI_OFFLINE_H

/*
 * The directory of components that belongs to the directory of parameter files, both as seen from
 * inside root. Returns a string for the caller to free, or NULL when there is none.
 */
char *openmpi_offline_components(const char *root, const char *directory);

/*
 * The version of the library beside the components ("4.1.4"), or at least its series ("4.x").
 * Returns a string for the caller to free, or NULL when it is not known.
 */
char *openmpi_offline_version(const char *root, const char *components);

#endif
