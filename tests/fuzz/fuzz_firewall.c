/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What firewalls print: any text is read to its end, and gives one of the verdicts.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "doctor_firewall.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct firewall_packet packets[] = {{"tcp", 252}, {"udp", 249}};
    char *text = malloc(size + 1);

    if (text == NULL) {
        return 0;
    }
    memcpy(text, data, size);
    text[size] = '\0';
    for (size_t i = 0; i < 2; i++) {
        if (doctor_firewall_nft(text, &packets[i], NULL) > FIREWALL_BLOCKED ||
            doctor_firewall_iptables(text, &packets[i]) > FIREWALL_BLOCKED) {
            abort();
        }
    }
    free(text);
    return 0;
}
