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

    CHECK(count == 2);
    CHECK(gale_client_open(&client, "/there/is/none") == GALE_LOST && errno == ENOENT);
    memset(line, 'x', 200);
    line[200] = '\0';
    CHECK(gale_client_open(&client, line) == GALE_LOST && errno == ENAMETOOLONG);
    CHECK(gale_line(&client, reply, sizeof reply, "digest") == GALE_LOST && errno == ENOTCONN);
    CHECK(gale_client_open(&client, words[1]) == GALE_OK);

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
    CHECK(gale_number(&client, &value, "endianness") == GALE_FAIL);

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
    printf("all held\n");
    return 0;
}
