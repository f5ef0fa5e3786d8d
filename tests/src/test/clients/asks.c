/*
 * Calls functions of the client that it reads from its input, each by a connection of its own, and prints the results.
 * A line has the function, the timeout in milliseconds, and what becomes of notices. After each call follows a digest.
 */
#define _POSIX_C_SOURCE 200809L
#include <gale_client.h>

#define ADDRESS 0x40000000u

static struct gale_client client;
static char shown[4096];

static int is(const char *name, const char *other)
{
    return strcmp(name, other) == 0;
}

/* Shows a number where there is one: the calls store none else. */
static int number(int result, uint64_t value)
{
    if (client.outcome == GALE_OK)
    {
        snprintf(shown, sizeof shown, "0x%llx", (unsigned long long)value);
    }
    return result;
}

static int bytes(int result, const uint8_t *block, size_t size)
{
    for (size_t i = 0; i < size; i++)
    {
        snprintf(shown + 2 * i, 3, "%02x", block[i]);
    }
    return result;
}

static int object(int result)
{
    snprintf(shown, sizeof shown, "object");
    return result;
}

static int candidate(int result, const struct gale_candidate *found)
{
    if (found->type[0] != '\0')
    {
        snprintf(shown, sizeof shown, "%s %u %u", found->type, (unsigned)found->id, (unsigned)found->priority);
    }
    return result;
}

static int call(const char *name)
{
    static const char widths[] = "bwlq";
    uint64_t value = 0;
    char reply[512];
    uint8_t *block;
    struct gale_candidate found = { "", 0, 0 };
    int result;
    snprintf(shown, sizeof shown, "-");
    for (unsigned i = 0; i < 4; i++)
    {
        if (strncmp(name, "read", 4) == 0 && name[4] == widths[i] && name[5] == '\0')
        {
            result = gale_read(&client, 1u << i, ADDRESS, &value);
            return number(result, value);
        }
        if (strncmp(name, "write", 5) == 0 && name[5] == widths[i] && name[6] == '\0')
        {
            return gale_write(&client, 1u << i, ADDRESS, 1);
        }
    }
    if (is(name, "cdia"))
    {
        result = gale_acknowledge(&client, 0, "el1", "CDIA", &value);
        return number(result, value);
    }
    if (is(name, "sysr"))
    {
        result = gale_sysr(&client, 0, "el1", "ICC_PCR_EL1", &value);
        return number(result, value);
    }
    if (is(name, "digest"))
    {
        result = gale_digest(&client, &value);
        return number(result, value);
    }
    if (is(name, "read") || is(name, "b64read"))
    {
        block = (uint8_t *)malloc(16);                  /* a byte too many is found */
        result = is(name, "read") ? gale_read_block(&client, ADDRESS, block, 16) :
            gale_b64read(&client, ADDRESS, block, 16);
        if (client.outcome == GALE_OK)
        {
            bytes(result, block, 16);
        }
        free(block);
        return result;
    }
    if (is(name, "signal"))
    {
        struct gale_signals signals = { 0, 0, 0, 0 };
        result = gale_signal(&client, 0, &signals);
        snprintf(shown, sizeof shown, "%d %d %d %d", signals.irq, signals.fiq, signals.virq, signals.vfiq);
        return result;
    }
    if (is(name, "hppi"))
    {
        result = gale_hppi(&client, 0, &found);
        return candidate(result, &found);
    }
    if (is(name, "vhppi"))
    {
        result = gale_vhppi(&client, 0, &found);
        return candidate(result, &found);
    }
    if (is(name, "ppihppi"))
    {
        result = gale_ppihppi(&client, 0, &found);
        return candidate(result, &found);
    }
    if (is(name, "vppihppi"))
    {
        result = gale_vppihppi(&client, 0, &found);
        return candidate(result, &found);
    }
    return is(name, "write") ? gale_write_block(&client, ADDRESS, "\1\2\3", 3) :
        is(name, "b64write") ? gale_b64write(&client, ADDRESS, "\1\2\3", 3) :
        is(name, "memset") ? gale_memset(&client, ADDRESS, 16, 0xff) :
        is(name, "insn") ? gale_insn(&client, 0, "el1", "CDEN", 5) :
        is(name, "sysw") ? gale_sysw(&client, 0, "el1", "ICC_PCR_EL1", 1) :
        is(name, "ppi") ? gale_ppi(&client, 0, 27, 1) :
        is(name, "spi") ? gale_spi(&client, 5, 1) :
        is(name, "wire") ? gale_wire(&client, 0, 5, 1) :
        is(name, "msi") ? gale_msi(&client, 0, 1, 2) :
        is(name, "clock_step") ? gale_clock_step(&client, 5) :
        is(name, "stats") ? object(gale_stats(&client, reply, sizeof reply)) :
        is(name, "inspect") ? object(gale_inspect(&client, reply, sizeof reply, "topology")) :
        is(name, "explain") ? object(gale_explain(&client, reply, sizeof reply, "msi 1 2")) : GALE_LINE;
}

static void print(int result)
{
    static const char *const names[] = { "MALFORMED", "LOST", "LONG", "LINE", "OK", "REFUSED", "BROKEN" };
    static const char *const heads[] = { "?", "?", "?", "?", "OK", "FAIL", "?" };
    printf("%s", names[result + 4]);
    if (result == GALE_OK)
    {
        printf(" %s", shown);
    }
    if (result == GALE_BROKEN)
    {
        printf(" %s, %s %s", client.notice, heads[client.outcome + 4],
            client.outcome == GALE_FAIL ? client.reason : shown);
    }
}

int main(int count, char **words)
{
    char name[32];
    char notices[32];
    struct gale_options options = { NULL, 0, 0 };
    while (count == 2 && scanf("%31s %u %31s", name, &options.timeout_ms, notices) == 3)
    {
        options.keys = is(name, "machine") ? "pes=2" : NULL;
        options.notices = is(notices, "keep") ? GALE_NOTICES_KEEP : is(notices, "off") ? GALE_NOTICES_OFF :
            GALE_NOTICES_BREAK;
        snprintf(shown, sizeof shown, "-");
        int result = gale_client_open_with(&client, words[1], &options);
        if (result != GALE_OK || is(name, "machine"))
        {
            print(result);
        }
        else
        {
            print(call(name));
            printf(" | ");
            print(call("digest"));
            printf(" | %lu", client.notice_count);
        }
        printf("\n");
        fflush(stdout);
        gale_client_close(&client);
    }
    return 0;
}
