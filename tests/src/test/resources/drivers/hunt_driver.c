#define _POSIX_C_SOURCE 200809L
#include <gale_client.h>

/*
 * A driver of SPIs, LPIs, an ITS and an IWB, with its test. Words on the command line: a number leaves out or swaps a
 * step; a letter is a part of the test (l LPIs, s SPIs, w wires, - none); a number of steps in which all events arrive.
 */
static struct gale_client machine;
static int failures;
static int fault;
static int steps = 150;

static void check(int holds, int line, const char *what)
{
    if (!holds)
    {
        printf("line %d: %s\n", line, what);
        failures++;
    }
}

#define CHECK(holds) check(holds, __LINE__, #holds)
#define IMPATIENT 50
#define TWICE 51
#define DELAYING 52
#define STEP(number) if (fault != (number))

static void write32(uint64_t address, uint32_t value)
{
    CHECK(gale_write(&machine, 4, address, value) == GALE_OK);
}

static void write64(uint64_t address, uint64_t value)
{
    CHECK(gale_write(&machine, 8, address, value) == GALE_OK);
}

static uint32_t read32(uint64_t address)
{
    uint64_t value = 0;
    CHECK(gale_read(&machine, 4, address, &value) == GALE_OK);
    return (uint32_t)value;
}

static void idle(uint64_t address, uint32_t bit)
{
    int polls = 0;
    while (failures == 0 && !(read32(address) & bit))
    {
        CHECK(++polls < 10000);
    }
}

static void gic(int pe, const char *name, uint64_t operand)
{
    CHECK(gale_insn(&machine, pe, "el1", name, operand) == GALE_OK);
}

static void barrier(int pe, const char *name)
{
    char reply[64];
    char line[64];
    snprintf(line, sizeof line, "insn %d el1 %s", pe, name);
    CHECK(gale_line(&machine, reply, sizeof reply, line) == GALE_OK);
}

#define IRS 0x08010000u
#define ITS 0x08100000u
#define IWB 0x08200000u
#define LPI_TABLE 0x40100000u
#define DEVICE_TABLE 0x40500000u
#define LPI(id) (0x40000000u | (id))
#define SPI(id) (0x60000000u | (id))
#define PENDING (1ull << 32)

static int irq_of(int pe);
static int await(int pe);
static uint32_t itt(uint32_t device);

static void start(void)
{
    for (int pe = 0; pe < 2; pe++)
    {
        CHECK(gale_sysw(&machine, pe, "el1", "ICC_CR0_EL1", 1) == GALE_OK);
        CHECK(gale_sysw(&machine, pe, "el1", "ICC_PCR_EL1", 31) == GALE_OK);
    }
    gic(0, "CDEN", SPI(9));                             /* what the firmware left pending */
    gic(0, "CDPEND", PENDING | SPI(9));
    barrier(0, "GSBSYS");
    write32(IRS + 0x80, 1);                             /* IRS_CR0.IRSEN */
    STEP(1) idle(IRS + 0x80, 2);
    CHECK(irq_of(0));
    gic(0, "CDDIS", SPI(9));
    gic(0, "CDPEND", SPI(9));
    barrier(0, "GSBSYS");
    write32(IRS + 0x190, 14);                           /* IRS_IST_CFGR */
    write64(IRS + 0x180, LPI_TABLE | 1);                /* IRS_IST_BASER */
    STEP(2) idle(IRS + 0x194, 1);
    gic(0, "CDEN", LPI(39));
    barrier(0, "GSBSYS");
    write64(DEVICE_TABLE + 8 * 6, 0x4000000000000001u | itt(6));
    write64(itt(6), 0x80000000u | 39);                  /* a device of the platform */
    write32(ITS + 0xd0, 8);                             /* ITS_DT_CFGR */
    if (fault == 37)
    {
        write32(ITS + 0x80, 1);
        idle(ITS + 0x80, 2);
    }
    write64(ITS + 0xc0, DEVICE_TABLE);                  /* ITS_DT_BASER */
    write32(ITS + 0x80, 1);                             /* ITS_CR0.ITSEN */
    STEP(3) idle(ITS + 0x80, 2);
    gale_msi(&machine, 0, 6, 0);
    CHECK(await(0) == (int)LPI(39));
}

static void inv_device(uint32_t device, int no_didr, int no_inv, int no_wait)
{
    STEP(no_didr) write64(ITS + 0x100, device);
    STEP(no_inv) write32(ITS + 0x110, 0x80000008u);
    STEP(no_wait) idle(ITS + 0x120, 1);
}

static uint32_t itt(uint32_t device)
{
    return 0x40510000u + 0x10000u * (device & 3);
}

static void device_register(uint32_t device)
{
    if (fault == 44)
    {
        inv_device(device, 25, 26, 27);
    }
    write64(DEVICE_TABLE + 8 * device, 0x4000000000000001u | itt(device));
    if (fault != 44)
    {
        inv_device(device, 25, 26, 27);
    }
}

static void device_unregister(uint32_t device)
{
    write64(DEVICE_TABLE + 8 * device, 0);
    inv_device(device, 4, 28, 29);
}

static void inv_event(uint32_t device, uint32_t event, int no_inv, int no_wait)
{
    if (fault == 41)
    {
        write32(ITS + 0x10c, 0x80000000u);
    }
    write64(ITS + 0x100, device);
    STEP(5) write32(ITS + 0x108, event);
    if (fault != 41)
    {
        STEP(no_inv) write32(ITS + 0x10c, 0x80000000u);
    }
    STEP(no_wait) idle(ITS + 0x120, 1);
}

static void map(uint32_t device, uint32_t event, uint32_t lpi)
{
    if (fault == 8)
    {
        inv_event(device, event, 6, 7);
    }
    write64(itt(device) + 8 * event, 0x80000000u | lpi);
    if (fault != 8)
    {
        inv_event(device, event, 6, 7);
    }
}

static void sync_events(uint32_t device)
{
    if (fault == 40)
    {
        write32(IRS + 0xc0, 0x80000000u);
        idle(IRS + 0xc4, 1);
    }
    if (fault != 11)
    {
        write64(ITS + 0x140, 0x8000000000000000u | (fault == 45 ? device + 1 : device));
        STEP(12) idle(ITS + 0x148, 1);
    }
    if (fault != 13 && fault != 40)
    {
        write32(IRS + 0xc0, 0x80000000u);
        STEP(14) idle(IRS + 0xc4, 1);
    }
}

static void enable(int pe, uint32_t irq, int priority, int no_barrier)
{
    gic(pe, "CDPRI", (uint64_t)priority << 35 | irq);
    gic(pe, "CDEN", irq);
    STEP(no_barrier) barrier(pe, "GSBSYS");
}

static void disable(int pe, uint32_t irq, int no_barrier, int swapped)
{
    if (fault == swapped)
    {
        barrier(pe, "GSBSYS");
    }
    gic(pe, "CDDIS", irq);
    if (fault != no_barrier && fault != swapped)
    {
        barrier(pe, "GSBSYS");
    }
}

static void unmap(uint32_t device, uint32_t event, uint32_t lpi)
{
    STEP(9) disable(0, LPI(lpi), 10, 42);
    CHECK(!irq_of(0));                                  /* masked on return */
    write64(itt(device) + 8 * event, 0);
    inv_event(device, event, 34, 35);
    sync_events(device);
    if (fault == 43)
    {
        barrier(0, "GSBSYS");
    }
    STEP(15) gic(0, "CDPEND", LPI(lpi));
    if (fault != 16 && fault != 43)
    {
        barrier(0, "GSBSYS");
    }
}

/* Device: what it has to say is taken by the handler; a message says that there is something. */
static int work;
static int seen;

static int handle(int pe)
{
    uint64_t taken = 0;
    char name[] = "CDIA";
    CHECK(gale_acknowledge(&machine, pe, "el1", name, &taken) == GALE_OK);
    if (!(taken >> 32 & 1))
    {
        return -1;
    }
    STEP(17) barrier(pe, "GSBACK");
    return (int)(taken & 0xffffffff);
}

static void done(int pe, int irq)
{
    STEP(18) gic(pe, "CDEOI", 0);
    STEP(19) gic(pe, "CDDI", (uint32_t)irq);
}

static int irq_of(int pe)
{
    struct gale_signals signals;
    CHECK(gale_signal(&machine, pe, &signals) == GALE_OK);
    return signals.irq;
}

static int await(int pe)
{
    for (int i = 0; i < 300 && !irq_of(pe); i++)
    {
        CHECK(gale_clock_step(&machine, 1) == GALE_OK);
    }
    int irq = handle(pe);
    if (irq >= 0)
    {
        done(pe, irq);
    }
    return irq;
}

static void settle(void)
{
    for (int i = 0; i < steps; i++)
    {
        CHECK(gale_clock_step(&machine, 1) == GALE_OK);
    }
}

static void test_lpis(void)
{
    gale_msi(&machine, 0, 3, 5);                        /* too early: nobody knows it */
    device_register(3);
    device_register(2);
    gale_msi(&machine, 0, 3, 5);                        /* nor its event */
    map(3, 5, 40);
    enable(0, LPI(40), 8, 23);
    gale_msi(&machine, 0, 3, 5);
    CHECK(await(0) == (int)LPI(40));
    gale_msi(&machine, 0, 3, 5);
    CHECK(await(0) == (int)LPI(40));
    gale_msi(&machine, 0, 3, 5);                        /* one is on its way while it is unmapped */
    gale_msi(&machine, 0, 3, 6);
    unmap(3, 5, 40);
    enable(1, LPI(40), 8, 46);                          /* for another device, by another PE */
    CHECK(handle(0) == -1);
    gale_msi(&machine, 0, 3, 5);                        /* it is nobody's */
    settle();
    CHECK(handle(0) == -1);
    map(3, 5, 41);
    enable(0, LPI(41), 8, 46);
    gale_msi(&machine, 0, 3, 5);
    CHECK(await(0) == (int)LPI(41));
    CHECK(handle(0) == -1);
    gale_msi(&machine, 0, 3, 5);
    settle();                                           /* pending when it is masked */
    CHECK(irq_of(0));
    unmap(3, 5, 41);
    device_register(2);                                 /* another device meanwhile */
    device_unregister(3);
    device_register(7);                                 /* it has the events of device 3 now */
    map(7, 5, 44);
    enable(0, LPI(44), 8, 46);
    gale_msi(&machine, 0, 3, 5);                        /* nobody: device 3 is gone */
    settle();
    CHECK(handle(0) == -1);
    unmap(7, 5, 44);
    device_unregister(7);
    device_register(3);
    map(3, 5, 42);
    enable(0, LPI(42), 8, 46);
    gale_msi(&machine, 0, 3, 5);
    CHECK(await(0) == (int)LPI(42));
}

static void spi_level(uint32_t spi, uint32_t level)
{
    write32(IRS + 0x108, spi);                          /* IRS_SPI_SELR */
    STEP(21) idle(IRS + 0x118, 1);
    write32(IRS + 0x114, level);                        /* IRS_SPI_CFGR */
    STEP(22) idle(IRS + 0x118, 1);
}

static int spi_state(int pe, uint32_t irq, uint64_t *state)
{
    gic(pe, "CDRCFG", irq);
    STEP(33) barrier(pe, "GSBSYS");
    return gale_sysr(&machine, pe, "el1", "ICC_ICSR_EL1", state);
}

static void test_spis(void)
{
    uint64_t state = 0;
    spi_level(5, 1);
    spi_level(6, 1);
    gic(0, "CDAFF", SPI(5));
    enable(0, SPI(5), 4, 46);
    enable(0, SPI(6), 6, 46);
    CHECK(spi_state(0, SPI(6), &state) == GALE_OK && (state & 3) == 2);
    for (int spi = 5; spi <= 6; spi++)                  /* a level that goes leaves nothing */
    {
        gale_spi(&machine, spi, 1);
        CHECK(irq_of(0));
        gale_spi(&machine, spi, 0);
        CHECK(!irq_of(0));
    }
    gale_spi(&machine, 5, 1);
    CHECK(irq_of(0));
    int irq = handle(0);
    CHECK(irq == (int)SPI(5));
    gale_spi(&machine, 5, 0);
    done(0, irq);
    STEP(20) barrier(0, "GSBSYS");
    CHECK(!irq_of(0));
    gale_spi(&machine, 5, 1);                           /* it comes again at once */
    irq = handle(0);
    CHECK(irq == (int)SPI(5));
    gale_spi(&machine, 5, 0);
    done(0, irq);
    barrier(0, "GSBSYS");
    gic(0, "CDAFF", 1ull << 32 | SPI(5));               /* to PE 1 */
    STEP(24) barrier(0, "GSBSYS");
    gale_spi(&machine, 5, 1);
    irq = handle(1);
    CHECK(irq == (int)SPI(5));
    gale_spi(&machine, 5, 0);
    done(1, irq);
    barrier(1, "GSBSYS");
    disable(0, SPI(6), 30, 47);
    gale_spi(&machine, 6, 1);
    CHECK(!irq_of(0));
    gale_spi(&machine, 6, 0);
    spi_level(7, 0);
    enable(0, SPI(7), 5, 46);
    gale_spi(&machine, 7, 1);                           /* an edge: the handler takes all that is there */
    work = 1;
    gale_spi(&machine, 7, 0);
    irq = handle(0);
    CHECK(irq == (int)SPI(7));
    seen = work;
    work = 2;
    gale_spi(&machine, 7, 1);                           /* more work while it runs */
    done(0, irq);
    barrier(0, "GSBSYS");
    irq = handle(0);
    if (irq >= 0)
    {
        seen = work;
        done(0, irq);
        barrier(0, "GSBSYS");
    }
    CHECK(seen == 2);
    gic(0, "CDPEND", PENDING | SPI(7));                 /* by software */
    STEP(36) barrier(0, "GSBSYS");
    irq = handle(0);
    CHECK(irq == (int)SPI(7));
    done(0, irq);
    barrier(0, "GSBSYS");
}

static void test_wires(void)
{
    write32(IWB + 0x80, 1);                             /* IWB_CR0 */
    STEP(32) idle(IWB + 0x80, 2);
    gale_msi(&machine, 0, 64, 3);
    write64(DEVICE_TABLE + 8 * 64, 0x4000000000000001u | itt(64));
    write64(ITS + 0x100, 64);
    write32(ITS + 0x110, 0x80000008u);
    STEP(38) idle(ITS + 0x120, 1);
    device_register(1);
    gale_msi(&machine, 0, 64, 3);
    write64(itt(64) + 8 * 3, 0x80000000u | 50);
    write64(ITS + 0x100, 64);
    write32(ITS + 0x108, 3);
    write32(ITS + 0x10c, 0x80000000u);
    STEP(39) idle(ITS + 0x120, 1);
    map(1, 0, 51);
    enable(0, LPI(50), 8, 46);
    write32(IWB + 0x2000, 8);                           /* IWB_WENABLER */
    STEP(31) idle(IWB + 0xc0, 1);
    gale_wire(&machine, 0, 3, 1);
    CHECK(await(0) == (int)LPI(50));
}

/* A driver that waits, but not long enough: five commands after the write the IRS has to be enabled. */
static void test_patience(void)
{
    write32(IRS + 0x80, 1);
    for (int i = 0; i < 4; i++)
    {
        read32(LPI_TABLE);
    }
    CHECK(read32(IRS + 0x80) & 2);
}

int main(int count, char **words)
{
    fault = count > 1 ? atoi(words[1]) : 0;
    char part = count > 2 ? words[2][0] : 'a';
    steps = count > 3 ? atoi(words[3]) : steps;
    struct gale_options options = { .keys = fault == DELAYING ? "ops.delay=4" : NULL };
    if (gale_client_open_with(&machine, NULL, &options) != GALE_OK)
    {
        perror("GALE_SOCKET");
        return 2;
    }
    if (fault == IMPATIENT)
    {
        test_patience();
    }
    else if (fault == TWICE)
    {
        write32(IRS + 0x80, 1);
        write32(IRS + 0x80, 1);
    }
    else
    {
        start();
        if (part == 'a' || part == 'l')
        {
            test_lpis();
        }
        if (part == 'a' || part == 's')
        {
            test_spis();
        }
        if (part == 'a' || part == 'w')
        {
            test_wires();
        }
    }
    gale_client_close(&machine);
    printf("%d failures\n", failures);
    return failures != 0;
}
