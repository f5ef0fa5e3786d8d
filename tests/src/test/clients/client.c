/* Asks the client for each of its answers. Its argument is a socket of gale script. */
#define _POSIX_C_SOURCE 200809L
#include <gale_client.h>

#define CHECK(holds) do { if (!(holds)) { printf("line %d: %s\n", __LINE__, #holds); return 1; } } while (0)

static struct gale_client client;
static char reply[1 << 20];

int main(int count, char **words)
{
    uint64_t value = 7;
    char little[8];
    char line[8192];
    static uint8_t stored[3000];
    static uint8_t loaded[3000];
    struct gale_candidate candidate;
    struct gale_signals signals;
    struct gale_options options = { "pes=1", GALE_NOTICES_OFF, 60000 };

    CHECK(count == 2);
    CHECK(gale_client_open(&client, "/there/is/none") == GALE_LOST && errno == ENOENT);
    memset(line, 'x', 200);
    line[200] = '\0';
    CHECK(gale_client_open(&client, line) == GALE_LOST && errno == ENAMETOOLONG);
    CHECK(gale_line(&client, reply, sizeof reply, "digest") == GALE_LOST && errno == ENOTCONN);
    CHECK(gale_client_open(&client, words[1]) == GALE_OK && client.notified && client.notice_count == 0);

    /* Numbers, and each width. */
    for (unsigned size = 1; size <= 8; size *= 2)
    {
        CHECK(gale_write(&client, size, 0x40000000 + size * 16, 0x1122334455667788u >> (64 - 8 * size)) == GALE_OK);
        CHECK(gale_read(&client, size, 0x40000000 + size * 16, &value) == GALE_OK);
        CHECK(value == 0x1122334455667788u >> (64 - 8 * size));
    }
    CHECK(gale_sysw(&client, 0, "el1", "ICC_PCR_EL1", 31) == GALE_OK);
    CHECK(gale_sysr(&client, 0, "el1", "ICC_PCR_EL1", &value) == GALE_OK && value == 31);
    CHECK(gale_acknowledge(&client, 0, "el1", "CDIA", &value) == GALE_OK && value == 0);
    CHECK(gale_msi(&client, 0, 1, 2) == GALE_OK);
    value = 9;
    CHECK(gale_number(&client, &value, "endianness") == GALE_MALFORMED && value == 9);

    /* Blocks, in several commands. */
    for (size_t i = 0; i < sizeof stored; i++)
    {
        stored[i] = (uint8_t)(i * 7 + i / 256);
    }
    for (size_t length = sizeof stored; length > 0; length = length > 1030 ? length - 997 : length - 17)
    {
        CHECK(gale_write_block(&client, 0x40010000, stored, length) == GALE_OK);
        CHECK(gale_b64read(&client, 0x40010000, loaded, length) == GALE_OK && !memcmp(stored, loaded, length));
        CHECK(gale_b64write(&client, 0x40020000, stored, length) == GALE_OK);
        CHECK(gale_read_block(&client, 0x40020000, loaded, length) == GALE_OK && !memcmp(stored, loaded, length));
        if (length < 18)
        {
            break;
        }
    }
    CHECK(gale_memset(&client, 0x40020001, 2, 0xfe) == GALE_OK);
    CHECK(gale_read_block(&client, 0x40020000, loaded, 4) == GALE_OK);
    CHECK(loaded[0] == stored[0] && loaded[1] == 0xfe && loaded[2] == 0xfe && loaded[3] == stored[3]);
    CHECK(gale_read_block(&client, 5, loaded, 4) == GALE_FAIL && !strcmp(client.reason, "unmapped"));

    /* An SPI until it is acknowledged, PPIs, and what the machine says of itself. */
    CHECK(gale_write(&client, 4, 0x08010080, 1) == GALE_OK);
    CHECK(gale_sysw(&client, 0, "el1", "ICC_CR0_EL1", 1) == GALE_OK);
    CHECK(gale_insn(&client, 0, "el1", "CDPRI", UINT64_C(3) << 35 | 0x60000009) == GALE_OK);
    CHECK(gale_insn(&client, 0, "el1", "CDEN", 0x60000009) == GALE_OK);
    CHECK(gale_hppi(&client, 0, &candidate) == GALE_OK && candidate.type[0] == '\0');
    CHECK(gale_spi(&client, 9, 1) == GALE_OK);
    CHECK(gale_hppi(&client, 0, &candidate) == GALE_OK && !strcmp(candidate.type, "SPI"));
    CHECK(candidate.id == 9 && candidate.priority == 3);
    CHECK(gale_signal(&client, 0, &signals) == GALE_OK && signals.irq == 1 && signals.virq == 0);
    CHECK(gale_acknowledge(&client, 0, "el1", "CDIA", &value) == GALE_OK && value == 0x160000009);
    CHECK(gale_ppi(&client, 0, 27, 1) == GALE_OK);
    CHECK(gale_ppihppi(&client, 0, &candidate) == GALE_OK && gale_vhppi(&client, 0, &candidate) == GALE_OK);
    CHECK(gale_vppihppi(&client, 0, &candidate) == GALE_OK && candidate.type[0] == '\0');
    CHECK(gale_wire(&client, 0, 1, 1) == GALE_OK && gale_clock_step(&client, 5) == GALE_OK);
    CHECK(gale_digest(&client, &value) == GALE_OK && value != 0);
    CHECK(gale_stats(&client, reply, sizeof reply) == GALE_OK && strstr(reply, "\"remainder\":0") != NULL);
    CHECK(gale_stats(&client, little, sizeof little) == GALE_LONG);
    CHECK(gale_inspect(&client, reply, sizeof reply, "topology") == GALE_OK && reply[0] == '{');
    CHECK(gale_inspect(&client, reply, sizeof reply, "nothing") == GALE_FAIL);
    CHECK(gale_explain(&client, reply, sizeof reply, "spi9") == GALE_OK && strstr(reply, "\"lines\":[") != NULL);

    /* Replies: none but OK, a text, the reason of a FAIL, the name of an error. */
    CHECK(gale_command(&client, reply, sizeof reply, "spi %d %d", 5, 1) == GALE_OK && reply[0] == '\0');
    CHECK(gale_line(&client, reply, sizeof reply, "signal 1") == GALE_OK);
    CHECK(!strcmp(reply, "irq=0 fiq=0 virq=0 vfiq=0"));
    CHECK(gale_line(&client, reply, sizeof reply, "readl 5") == GALE_FAIL && !strcmp(reply, "unmapped"));
    CHECK(gale_read(&client, 4, 5, &value) == GALE_FAIL);
    CHECK(gale_line(&client, reply, sizeof reply, "kvm create_vm") == GALE_OK && gale_refusal(reply) == NULL);
    CHECK(gale_line(&client, reply, sizeof reply, "kvm create_vcpu 0 0") == GALE_OK && !strcmp(reply, "0"));
    CHECK(gale_line(&client, reply, sizeof reply, "kvm create_vcpu 0 0") == GALE_OK);
    CHECK(gale_refusal(reply) != NULL && !strcmp(gale_refusal(reply), "EEXIST"));

    /* What has no reply, or more than one, is not sent. */
    CHECK(gale_line(&client, reply, sizeof reply, "") == GALE_LINE);
    CHECK(gale_line(&client, reply, sizeof reply, " # nothing") == GALE_LINE);
    CHECK(gale_line(&client, reply, sizeof reply, "digest\ndigest") == GALE_LINE);
    CHECK(gale_line(&client, little, 7, "digest") == GALE_LINE);
    memset(line, '1', sizeof line - 1);
    line[sizeof line - 1] = '\0';
    CHECK(gale_command(&client, reply, sizeof reply, "readl %s", line) == GALE_LINE);

    /* A reply that is cut does not disturb the next one. */
    CHECK(gale_line(&client, little, sizeof little, "stats") == GALE_LONG && !strcmp(little, "{\"co"));
    CHECK(gale_line(&client, reply, sizeof reply, "endianness") == GALE_OK && !strcmp(reply, "little"));
    CHECK(gale_line(&client, reply, sizeof reply, "read 0x40000000 400000") == GALE_OK && strlen(reply) == 800002);

    CHECK(gale_line(&client, reply, sizeof reply, "quit") == GALE_OK);
    CHECK(gale_line(&client, reply, sizeof reply, "digest") == GALE_LOST);
    gale_client_close(&client);
    gale_client_close(&client);
    CHECK(gale_client_open(&client, words[1]) == GALE_OK);
    CHECK(gale_read(&client, 8, 0x40000040, &value) == GALE_OK && value == 0);      /* a machine of its own */
    gale_client_close(&client);

    /* Options: another machine, whose keys may be refused. */
    CHECK(gale_client_open_with(&client, words[1], &options) == GALE_OK && !client.notified);
    CHECK(gale_signal(&client, 1, &signals) == GALE_FAIL);
    gale_client_close(&client);
    options.keys = "pes=0";
    CHECK(gale_client_open_with(&client, words[1], &options) == GALE_FAIL && client.reason[0] != '\0');
    CHECK(gale_digest(&client, &value) == GALE_LOST && errno == ENOTCONN);
    printf("all held\n");
    return 0;
}
