#define _POSIX_C_SOURCE 200809L
#include <gale_client.h>

/* What board_driver.c needs of its kernel, by a machine of Gale; and the places of its tables. */
#define UNLESS(number) if (fault != (number))
#define IF(number) if (fault == (number))

static int fault;
static struct gale_client machine;
static int failures;

#define CHECK(holds) do { if (!(holds)) { printf("line %d: %s\n", __LINE__, #holds); failures++; } } while (0)

static void w32(uint64_t address, uint32_t value) { CHECK(gale_write(&machine, 4, address, value) == GALE_OK); }
static void w64(uint64_t address, uint64_t value) { CHECK(gale_write(&machine, 8, address, value) == GALE_OK); }

static uint64_t r64(uint64_t address)
{
    uint64_t value = 0;
    CHECK(gale_read(&machine, 8, address, &value) == GALE_OK);
    return value;
}

static uint32_t r32(uint64_t address)
{
    uint64_t value = 0;
    CHECK(gale_read(&machine, 4, address, &value) == GALE_OK);
    return (uint32_t)value;
}

static void idle(uint64_t address, uint32_t bit)
{
    for (int polls = 0; failures == 0 && !(r32(address) & bit);)
    {
        CHECK(++polls < 2000);
    }
}

static void gicat(int pe, const char *el, const char *name, uint64_t operand)
{
    CHECK(gale_insn(&machine, pe, el, name, operand) == GALE_OK);
}

static void gic(int pe, const char *name, uint64_t operand) { gicat(pe, "el1", name, operand); }

static void gsbat(int pe, const char *el, const char *name)
{
    char reply[64];
    CHECK(gale_command(&machine, reply, sizeof reply, "insn %d %s %s", pe, el, name) == GALE_OK);
}

static void gsb(int pe) { gsbat(pe, "el1", "GSBSYS"); }

#define IRS 0x08010000u
#define SETLPI 0x08020000u
#define ITS 0x08100000u
#define IWB 0x08200000u
#define LPI(id) (0x40000000u | (id))
#define SPI(id) (0x60000000u | (id))
#define SET (1ull << 32)
#define M63 (1ull << 63)
#define IST1 0x40100000u                                /* first and second levels of tables */
#define IST2 0x40110000u
#define DT1 0x40120000u
#define DT2 0x40121000u
#define DT2B 0x40122000u
#define ITT3 0x40130000u
#define ITT601 0x40130800u
#define ITT600 0x40131000u
#define ITT600A 0x40132000u
#define ITT600B 0x40133000u
#define ITT64 0x40134000u
#define VMT1 0x40140000u
#define VMT2 0x40141000u
#define VPET 0x40142000u
#define VPED 0x40143000u
#define VIST1 0x40144000u
#define VIST2 0x40150000u

static int irq(int pe)
{
    struct gale_signals signals = { 0 };
    CHECK(gale_signal(&machine, pe, &signals) == GALE_OK);
    return signals.irq;
}

static int virq(int pe)
{
    struct gale_signals signals = { 0 };
    CHECK(gale_signal(&machine, pe, &signals) == GALE_OK);
    return signals.virq;
}

static void step(void) { CHECK(gale_clock_step(&machine, 1) == GALE_OK); }

static int take(int pe, const char *el)
{
    uint64_t taken = 0;
    CHECK(gale_acknowledge(&machine, pe, el, "CDIA", &taken) == GALE_OK);
    if (!(taken >> 32 & 1))
    {
        return -1;
    }
    if (fault != 20 && (fault != 59 || strcmp(el, "vel1") != 0))
    {
        gsbat(pe, el, "GSBACK");
    }
    return (int)(taken & 0xffffffff);
}

static void done(int pe, const char *el, int taken)
{
    gicat(pe, el, "CDEOI", 0);
    gicat(pe, el, "CDDI", (uint32_t)taken);
    UNLESS(21) gsbat(pe, el, "GSBSYS");
}

static int await(int pe)
{
    for (int i = 0; i < 300 && !irq(pe); i++)
    {
        step();
    }
    int taken = take(pe, "el1");
    if (taken >= 0)
    {
        done(pe, "el1", taken);
    }
    return taken;
}

static int takev(int pe)
{
    for (int i = 0; i < 300 && !virq(pe); i++)
    {
        step();
    }
    return take(pe, "vel1");
}

static int awaitv(int pe)
{
    int taken = takev(pe);
    if (taken >= 0)
    {
        done(pe, "vel1", taken);
    }
    return taken;
}

static void settle(void)
{
    for (int i = 0; i < 150; i++)
    {
        step();
    }
}

static void enable(int pe, uint32_t id, int target, int priority)
{
    gic(pe, "CDAFF", (uint64_t)target << 32 | id);
    gic(pe, "CDPRI", (uint64_t)priority << 35 | id);
    gic(pe, "CDEN", id);
    gsb(pe);
}

static uint64_t state(int pe, uint32_t id)
{
    uint64_t value = 0;
    gic(pe, "CDRCFG", id);
    UNLESS(22) gsb(pe);
    CHECK(gale_sysr(&machine, pe, "el1", "ICC_ICSR_EL1", &value) == GALE_OK);
    return value;
}

#define ACTIVE 0x10u
#define PENDS 4u
