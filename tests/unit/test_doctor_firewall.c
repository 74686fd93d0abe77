/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Tests of doctor_firewall: what rules of nftables and iptables make of packets to MOSIX's ports.
 */
#include "test_main.h"

#include <string.h>

#include "doctor_firewall.h"

static const struct firewall_packet tcp = {"tcp", 252};
static const struct firewall_packet udp = {"udp", 249};

#define HEAD "table inet filter {\n\tchain input {\n\t\ttype filter hook input priority 0; policy "
#define TAIL "\t}\n}\n"

static enum firewall_verdict nft(const char *policy, const char *rules)
{
    char text[2048] = HEAD;

    strcat(strcat(strcat(strcat(text, policy), ";\n"), rules), "\n" TAIL);
    return doctor_firewall_nft(text, &tcp, NULL);
}

static void test_nft(void **state)
{
    static const struct {
        const char *policy;
        const char *rules;
        enum firewall_verdict verdict;
    } cases[] = {
        {"accept", "", FIREWALL_OPEN},
        {"drop", "", FIREWALL_BLOCKED},
        {"drop", "tcp dport 252 accept", FIREWALL_OPEN},
        {"drop", "tcp dport { 22, 252-253 } counter packets 0 bytes 0 accept", FIREWALL_OPEN},
        {"drop", "tcp dport { 22, 80 } accept", FIREWALL_BLOCKED},
        {"drop", "tcp dport != 22 accept", FIREWALL_OPEN},
        {"drop", "tcp dport != { 252, 253 } accept", FIREWALL_BLOCKED},
        {"drop", "udp dport 252 accept", FIREWALL_BLOCKED},
        {"drop", "tcp dport ssh accept", FIREWALL_BLOCKED},
        {"drop", "tcp sport 252 accept", FIREWALL_UNSURE},
        {"drop", "iif \"lo\" accept", FIREWALL_BLOCKED},
        {"drop", "iifname \"eth0\" accept", FIREWALL_OPEN},
        {"drop", "ct state established,related accept", FIREWALL_BLOCKED},
        {"drop", "ct state { established, related } accept", FIREWALL_BLOCKED},
        {"drop", "ct state vmap { established : accept, related : accept }", FIREWALL_BLOCKED},
        {"drop", "ct state new tcp dport 252 accept", FIREWALL_OPEN},
        {"drop", "ip saddr 10.77.0.0/24 accept", FIREWALL_UNSURE},
        {"drop", "ip6 saddr fe80::/10 accept", FIREWALL_BLOCKED},
        {"drop", "ip protocol icmp accept", FIREWALL_BLOCKED},
        {"drop", "meta l4proto { tcp, udp } accept", FIREWALL_OPEN},
        {"accept", "tcp dport 252 reject with tcp reset", FIREWALL_BLOCKED},
        {"accept", "tcp dport 252 log prefix \"drop me \" level info drop", FIREWALL_BLOCKED},
        {"accept", "tcp dport 252 log prefix \"drop\"", FIREWALL_OPEN},
        {"accept", "ip saddr 192.0.2.1 drop", FIREWALL_OPEN},
        {"drop", "tcp dport 252 accept comment \"drop\"", FIREWALL_OPEN},
        {"drop", "tcp dport @ports accept", FIREWALL_UNSURE},
    };

    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        enum firewall_verdict verdict = nft(cases[i].policy, cases[i].rules);

        if (verdict != cases[i].verdict) {
            fail_msg("policy %s, %s: %d, expected %d", cases[i].policy, cases[i].rules, verdict,
                     cases[i].verdict);
        }
    }
    assert_int_equal(doctor_firewall_nft("", &tcp, NULL), FIREWALL_NONE);
}

/* Chains of their own, tables that are not met, and chains that call each other for ever. */
static void test_nft_chains(void **state)
{
    (void) state;
    assert_int_equal(doctor_firewall_nft(HEAD "drop;\n jump a\n }\n chain a {\n tcp dport 252 "
                                              "accept\n }\n}\n",
                                         &tcp, NULL),
                     FIREWALL_OPEN);
    assert_int_equal(doctor_firewall_nft(HEAD "accept;\n jump a\n }\n chain a {\n return\n drop\n "
                                              "}\n}\n",
                                         &tcp, NULL),
                     FIREWALL_OPEN);
    assert_int_equal(
        doctor_firewall_nft(HEAD "accept;\n goto a\n drop\n }\n chain a {\n }\n}\n", &tcp, NULL),
        FIREWALL_OPEN);
    assert_int_equal(doctor_firewall_nft(HEAD "drop;\n jump a\n }\n chain a {\n jump a\n jump a\n "
                                              "}\n}\n",
                                         &tcp, NULL),
                     FIREWALL_UNSURE);
    /* A chain of the same name in another table is another one. */
    assert_int_equal(doctor_firewall_nft("table ip x {\n chain a {\n accept\n }\n}\n" HEAD
                                         "drop;\n jump a\n }\n chain a {\n }\n}\n",
                                         &tcp, NULL),
                     FIREWALL_BLOCKED);
    assert_int_equal(doctor_firewall_nft("table ip6 filter {\n chain input {\n type filter hook "
                                         "input priority 0; policy drop;\n }\n}\n",
                                         &tcp, NULL),
                     FIREWALL_NONE);
    /* Two tables: both must let it in. */
    assert_int_equal(doctor_firewall_nft(HEAD
                                         "accept;\n }\n}\ntable ip late {\n chain in {\n type "
                                         "filter hook input priority 10; policy drop;\n }\n}\n",
                                         &tcp, NULL),
                     FIREWALL_BLOCKED);
}

static void test_iptables(void **state)
{
    static const struct {
        const char *rules;
        enum firewall_verdict tcp;
        enum firewall_verdict udp;
    } cases[] = {
        {"-P INPUT ACCEPT\n", FIREWALL_OPEN, FIREWALL_OPEN},
        {"-P INPUT DROP\n", FIREWALL_BLOCKED, FIREWALL_BLOCKED},
        {"-P INPUT DROP\n-A INPUT -p tcp -m tcp --dport 252 -j ACCEPT\n", FIREWALL_OPEN,
         FIREWALL_BLOCKED},
        {"-P INPUT DROP\n-A INPUT -p udp -m multiport --dports 249,253 -j ACCEPT\n",
         FIREWALL_BLOCKED, FIREWALL_OPEN},
        {"-P INPUT DROP\n-A INPUT -p tcp -m tcp --dport 250:260 -j ACCEPT\n", FIREWALL_OPEN,
         FIREWALL_BLOCKED},
        {"-P INPUT DROP\n-A INPUT -i lo -j ACCEPT\n", FIREWALL_BLOCKED, FIREWALL_BLOCKED},
        {"-P INPUT DROP\n-A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT\n",
         FIREWALL_BLOCKED, FIREWALL_BLOCKED},
        {"-P INPUT DROP\n-A INPUT -s 10.77.0.0/24 -j ACCEPT\n", FIREWALL_UNSURE, FIREWALL_UNSURE},
        {"-P INPUT ACCEPT\n-A INPUT -j REJECT --reject-with icmp-host-prohibited\n",
         FIREWALL_BLOCKED, FIREWALL_BLOCKED},
        {"-P INPUT DROP\n-N x\n-A INPUT -j x\n-A x -p udp -j RETURN\n-A x -j ACCEPT\n",
         FIREWALL_OPEN, FIREWALL_BLOCKED},
        {"-P INPUT ACCEPT\n-A INPUT -j LOG\n-A INPUT ! -s 10.0.0.0/8 -j DROP\n", FIREWALL_OPEN,
         FIREWALL_OPEN},
        {"*nat\n:INPUT DROP [0:0]\nCOMMIT\n*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n", FIREWALL_OPEN,
         FIREWALL_OPEN},
        {"-P FORWARD DROP\n", FIREWALL_NONE, FIREWALL_NONE},
    };

    (void) state;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        enum firewall_verdict of_tcp = doctor_firewall_iptables(cases[i].rules, &tcp);
        enum firewall_verdict of_udp = doctor_firewall_iptables(cases[i].rules, &udp);

        if (of_tcp != cases[i].tcp || of_udp != cases[i].udp) {
            fail_msg("%s: %d and %d", cases[i].rules, of_tcp, of_udp);
        }
    }
}

/* Foreign text may be anything. */
static void test_garbage(void **state)
{
    char text[4097];

    (void) state;
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    assert_int_equal(doctor_firewall_nft(text, &tcp, NULL), FIREWALL_NONE);
    assert_int_equal(doctor_firewall_iptables(text, &tcp), FIREWALL_NONE);
    for (size_t i = 0; i < sizeof(text) - 1; i++) {
        text[i] = "{}\" -:,;\n"[i * 7 % 9];
    }
    assert_int_equal(doctor_firewall_nft(text, &tcp, NULL), FIREWALL_NONE);
    assert_int_equal(doctor_firewall_iptables(text, &tcp), FIREWALL_NONE);
    assert_int_equal(
        doctor_firewall_nft("table inet a {\nchain b {\ntcp dport {\njump", &tcp, NULL),
        FIREWALL_NONE);
    assert_int_equal(doctor_firewall_iptables("-A\n-A INPUT\n-A INPUT -p\n-P\n:\n*", &tcp),
                     FIREWALL_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nft),
        cmocka_unit_test(test_nft_chains),
        cmocka_unit_test(test_iptables),
        cmocka_unit_test(test_garbage),
    };

    return RUN_TESTS(tests);
}
