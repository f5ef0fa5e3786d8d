#include "board.h"

/*
 * A driver of a board with 1ofN and links: PEs, SPIs, LPIs, an ITS with tables of two levels, an IWB and a VM, with its
 * test. It waits as the reference says that drivers must. A number on the command line leaves out or swaps one step.
 */

static void its_sync(uint32_t device)
{
    w64(ITS + 0x140, M63 | (fault == 50 ? device ^ 1 : device));
    UNLESS(15) idle(ITS + 0x148, 1);
}

static void irs_sync(void)
{
    w32(IRS + 0xc0, 0x80000000u);
    UNLESS(45) idle(IRS + 0xc4, 1);
}

static void sync_events(uint32_t device)
{
    IF(17)
    {
        irs_sync();
    }
    UNLESS(16) its_sync(device);
    if (fault != 49 && fault != 17)
    {
        irs_sync();
    }
}

static void inv_event(uint32_t device, uint32_t event, uint32_t levels)
{
    UNLESS(31) w64(ITS + 0x100, device);
    UNLESS(32) w32(ITS + 0x108, event);
    w32(ITS + 0x10c, 0x80000000u | levels);
    IF(32) w32(ITS + 0x108, event);
    if (fault == 33)
    {
        idle(ITS + 0x148, 1);
    }
    else
    {
        UNLESS(44) idle(ITS + 0x120, 1);
    }
}

static void inv_device(uint32_t device, uint32_t bits, uint32_t levels)
{
    w64(ITS + 0x100, device);
    w32(ITS + 0x110, 0x80000000u | bits << 1 | levels);
    UNLESS(4) idle(ITS + 0x120, 1);
}

static void map(uint32_t device, uint32_t event, uint64_t entry, uint64_t value)
{
    IF(34) inv_event(device, event, 0);
    w64(entry, value);
    if (fault != 28 && fault != 34 && (fault != 58 || event != 3))  /* 58: an event that nothing has named yet */
    {
        inv_event(device, event, 0);
    }
}

static void unmap(uint32_t device, uint32_t event, uint64_t entry, uint32_t lpi)
{
    IF(52) gsb(0);
    gic(0, "CDDIS", LPI(lpi));
    if (fault != 51 && fault != 52)
    {
        gsbat(fault == 19 ? 1 : 0, "el1", fault == 26 ? "GSBACK" : "GSBSYS");
    }
    CHECK(!irq(0));                                     /* masked on return */
    UNLESS(39) w64(entry, 0);
    inv_event(device, event, 0);
    IF(39) w64(entry, 0);
    sync_events(device);
    gic(0, "CDPEND", LPI(lpi));
    UNLESS(25) gsb(0);
}

static void start(void)
{
    uint64_t value = 0;
    for (int pe = 0; pe < 2; pe++)
    {
        CHECK(gale_sysw(&machine, pe, "el1", "ICC_PCR_EL1", 31) == GALE_OK);
        CHECK(gale_sysw(&machine, pe, "el1", "ICC_CR0_EL1", 3) == GALE_OK);
        for (int i = 0; fault != 1 && i < 2000 && !(value & 4); i++)
        {
            CHECK(gale_sysr(&machine, pe, "el1", "ICC_CR0_EL1", &value) == GALE_OK);
        }
        value = 0;
    }
    w32(IRS + 0x80, 1);                                 /* IRS_CR0.IRSEN */
    idle(IRS + 0x80, 2);
    gic(0, "CDAFF", 1u << 28 | SPI(8));                 /* 1ofN */
    gic(0, "CDEN", SPI(8));
    gsb(0);
    w32(IRS + 0x140, 1);                                /* IRS_PE_SELR */
    idle(IRS + 0x144, 1);
    w32(IRS + 0x148, 0);                                /* IRS_PE_CR0 */
    idle(IRS + 0x144, 1);
    w32(IRS + 0x140, 0);
    UNLESS(41) idle(IRS + 0x144, 1);
    w32(IRS + 0x148, 1);                                /* PE 0 takes none of 1ofN */
    UNLESS(2) idle(IRS + 0x144, 1);
    gale_spi(&machine, 8, 1);
    CHECK(!irq(0));
    CHECK(await(1) == (int)SPI(8));
    UNLESS(60) w32(IRS + 0x190, 16 | 1u << 16);         /* IRS_IST_CFGR, two levels */
    w64(IRS + 0x180, IST1 | 1);                         /* IRS_IST_BASER */
    IF(60) w32(IRS + 0x190, 16 | 1u << 16);
    UNLESS(42) idle(IRS + 0x194, 1);
    UNLESS(35) w64(IST1, IST2);
    w32(IRS + 0x1c0, 0);                                /* IRS_MAP_L2_ISTR */
    IF(35) w64(IST1, IST2);
    UNLESS(43) idle(IRS + 0x194, 1);
    enable(0, LPI(700), 0, 9);                          /* doorbells */
    enable(0, LPI(701), 0, 9);
    w64(DT1, DT2 | 9ull << 60 | 1);
    UNLESS(64) w32(ITS + 0xd0, 12 | 1u << 16);          /* ITS_DT_CFGR, two levels */
    w64(ITS + 0xc0, DT1);
    w32(ITS + 0x80, 1);                                 /* ITS_CR0.ITSEN */
    idle(ITS + 0x80, 2);
    IF(64) w32(ITS + 0xd0, 12 | 1u << 16);
}

static void spi_trigger(uint32_t spi, uint32_t level)
{
    w32(IRS + 0x108, spi);                              /* IRS_SPI_SELR */
    UNLESS(46) idle(IRS + 0x118, 1);
    w32(IRS + 0x114, level);                            /* IRS_SPI_CFGR */
    UNLESS(47) idle(IRS + 0x118, 1);
}

static void spis(void)
{
    enable(0, SPI(5), 0, 4);
    enable(0, SPI(7), 0, 6);
    spi_trigger(6, 1);
    spi_trigger(5, 1);
    gale_spi(&machine, 5, 1);
    CHECK(irq(0));
    gale_spi(&machine, 5, 0);                           /* a level that goes leaves nothing */
    CHECK(!irq(0));
    gale_spi(&machine, 7, 1);                           /* an edge */
    int taken = take(0, "el1");
    CHECK(taken == (int)SPI(7));
    gale_spi(&machine, 7, 0);
    gale_spi(&machine, 7, 1);                           /* and one more while it runs */
    gale_spi(&machine, 7, 0);
    done(0, "el1", taken);
    CHECK(!(state(1, SPI(7)) & ACTIVE));                /* another PE asks whether the handler is over */
    CHECK(await(0) == (int)SPI(7));
    CHECK(!(state(0, SPI(7)) & (ACTIVE | PENDS)));
    CHECK(state(0, SPI(5)) >> 11 == 4);
    gic(0, "CDAFF", SET | SPI(7));                      /* to PE 1 */
    UNLESS(23) gsb(0);
    gale_spi(&machine, 7, 1);
    CHECK(!irq(0));
    CHECK(await(1) == (int)SPI(7));
    gale_spi(&machine, 5, 1);
    CHECK(irq(0));
    CHECK(gale_sysw(&machine, 0, "el1", "ICC_PCR_EL1", 10) == GALE_OK);
    gic(0, "CDPRI", 20ull << 35 | SPI(5));              /* below the mask */
    UNLESS(24) gsb(0);
    CHECK(!irq(0));
    CHECK(gale_sysw(&machine, 0, "el1", "ICC_PCR_EL1", 31) == GALE_OK);
    CHECK(irq(0));
    w32(IRS + 0x80, 0);                                 /* IRSEN = 0: nothing is offered */
    UNLESS(3) idle(IRS + 0x80, 2);
    CHECK(!irq(0));
    w32(IRS + 0x80, 1);
    idle(IRS + 0x80, 2);
    CHECK(irq(0));
    gale_spi(&machine, 5, 0);
}

static void lpis(void)
{
    gale_msi(&machine, 0, 3, 5);                        /* nobody knows the device */
    UNLESS(38) w64(DT2 + 8 * 3, 4ull << 59 | ITT3 | 1);
    UNLESS(29) inv_device(3, 4, 0);
    IF(38) w64(DT2 + 8 * 3, 4ull << 59 | ITT3 | 1);
    gale_msi(&machine, 0, 3, 5);                        /* nor its event */
    map(3, 5, ITT3 + 8 * 5, 0x80000000u | 40);
    enable(0, LPI(40), 0, 8);
    gale_msi(&machine, 0, 3, 5);
    CHECK(await(0) == (int)LPI(40));
    gale_msi(&machine, 0, 3, 5);                        /* one is on its way while it is unmapped */
    unmap(3, 5, ITT3 + 8 * 5, 40);
    enable(1, LPI(40), 1, 8);                           /* for another device, by another PE */
    CHECK(take(1, "el1") == -1);
    settle();
    CHECK(!irq(1));
    gale_msi(&machine, 0, 3, 5);                        /* nobody's */
    map(3, 5, ITT3 + 8 * 5, 0x80000000u | 41);
    enable(0, LPI(41), 0, 8);
    gale_msi(&machine, 0, 3, 5);
    CHECK(await(0) == (int)LPI(41));
    CHECK(!irq(1));
    w32(SETLPI, 41);                                    /* a device that uses the IRS's frame */
    gic(0, "CDDIS", LPI(41));
    gsb(0);
    UNLESS(18) irs_sync();
    gic(0, "CDPEND", LPI(41));
    gsb(0);
    enable(1, LPI(41), 1, 8);
    CHECK(!irq(1));
    settle();
    CHECK(!irq(1));
    enable(0, LPI(41), 0, 8);
    w64(DT2 + 8 * 3, 0);                                /* the device goes */
    inv_device(3, fault == 30 ? 2 : 4, 0);
    gale_msi(&machine, 0, 3, 5);
    settle();
    CHECK(!irq(0));
}

static void tables(void)
{
    w64(DT2B + 8 * (600 - 512), 10ull << 59 | 1ull << 58 | ITT600 | 1);
    w64(DT2B + 8 * (601 - 512), 4ull << 59 | ITT601 | 1);
    w64(ITT600, ITT600A | 9ull << 60 | 1);
    w64(ITT600 + 8, ITT600B | 9ull << 60 | 1);
    w64(DT1 + 8, DT2B | 9ull << 60 | 1);
    inv_device(600, 10, 1);
    for (uint32_t i = 0; i < 2; i++)
    {
        map(600, 2 + i, ITT600A + 8 * (2 + i), 0x80000000u | (60 + i));
        map(600, 514 + i, ITT600B + 8 * (2 + i), 0x80000000u | (62 + i));
        enable(0, LPI(60 + i), 0, 8);
        enable(0, LPI(62 + i), 0, 8);
    }
    gale_msi(&machine, 0, 601, 1);                      /* too early */
    sync_events(601);
    map(601, 1, ITT601 + 8, 0x80000000u | 64);
    enable(0, LPI(64), 0, 8);
    w64(ITS + 0x180, 600);                              /* ITS_GEN_EVENT_DIDR */
    w32(ITS + 0x188, 2);
    w32(ITS + 0x18c, 0x80000001u);
    UNLESS(5) idle(ITS + 0x190, 1);
    w32(ITS + 0x188, 3);
    w32(ITS + 0x18c, 0x80000001u);
    idle(ITS + 0x190, 1);
    int first = await(0);
    int second = await(0);
    CHECK((first & 0xff) + (second & 0xff) == 121);
    for (uint32_t i = 0; i < 2; i++)                    /* what do they lead to? */
    {
        w64(ITS + 0x100, 600);
        w32(ITS + 0x108, 514 + i);
        w32(ITS + 0x114, 0x80000000u);                  /* ITS_READ_EVENTR */
        UNLESS(6) idle(ITS + 0x120, 1);
        CHECK((uint32_t)r64(ITS + 0x118) == (0x80000000u | (62 + i)));
        gale_msi(&machine, 0, 600, 514 + i);
        CHECK(await(0) == (int)LPI(62 + i));
    }
    w64(ITT600, 0);                                     /* a second level goes with its events */
    inv_event(600, 2, 1);
    gale_msi(&machine, 0, 600, 3);
    w64(ITT600B + 16, 0);                               /* two events of the other one */
    w64(ITT600B + 24, 0);
    w64(ITS + 0x100, 600);
    w32(ITS + 0x108, 514);
    w32(ITS + 0x10c, 0x80000000u);
    UNLESS(7) idle(ITS + 0x120, 1);
    w32(ITS + 0x108, 515);
    w32(ITS + 0x10c, 0x80000000u);
    idle(ITS + 0x120, 1);
    gale_msi(&machine, 0, 600, 514);
    gale_msi(&machine, 0, 600, 515);
    gale_msi(&machine, 0, 601, 1);
    CHECK(await(0) == (int)LPI(64));
    settle();
    CHECK(!irq(0));
    w32(ITS + 0x80, 0);                                 /* ITSEN = 0: nothing is translated */
    UNLESS(48) idle(ITS + 0x80, 2);
    gale_msi(&machine, 0, 601, 1);
    w32(ITS + 0x80, 1);
    idle(ITS + 0x80, 2);
    gale_msi(&machine, 0, 601, 1);
    CHECK(await(0) == (int)LPI(64));
    w64(DT1 + 8, 0);                                    /* a second level goes with its devices */
    inv_device(600, 10, fault == 27 ? 0 : 1);
    gale_msi(&machine, 0, 601, 1);
    settle();
    CHECK(!irq(0));
}

static void wires(void)
{
    w64(DT2 + 8 * 64, 4ull << 59 | ITT64 | 1);
    inv_device(64, 4, 0);
    map(64, 3, ITT64 + 8 * 3, 0x80000000u | 50);
    w32(IWB + 0x80, 1);                                 /* IWB_CR0.IWBEN */
    idle(IWB + 0x80, 2);
    gale_wire(&machine, 0, 3, 1);                       /* high before it is enabled */
    UNLESS(36) w32(IWB + 0x4000, 8);                    /* IWB_WTMR: level */
    w32(IWB + 0x2000, 8);                               /* IWB_WENABLER */
    IF(36) w32(IWB + 0x4000, 8);
    idle(IWB + 0xc0, 1);
    sync_events(64);
    CHECK(state(0, LPI(50)) & PENDS);
    w32(IWB + 0x2000, 0);                               /* no wire, no level */
    if (fault != 8 && fault != 40)
    {
        idle(IWB + 0xc0, 1);
    }
    sync_events(64);
    IF(40) idle(IWB + 0xc0, 1);
    CHECK(!(state(0, LPI(50)) & PENDS));
}

static void vmap(uint32_t offset, uint64_t value, int wait)
{
    w64(IRS + offset, M63 | value);
    if (wait)
    {
        idle(IRS + 0x214, 1);
    }
}

#define VM 1ull

static void vm_create(void)
{
    w64(VMT2 + 32 * VM, 0);
    w64(VMT2 + 32 * VM + 8, 1ull << 59 | VPET);
    w64(VMT2 + 32 * VM + 16, 14ull << 59 | 1ull << 58 | VIST1);
    w64(VMT2 + 32 * VM + 24, 0);
    IF(61) w64(VMT2 + 32 * VM + 8, 0);
    vmap(0x2c8, VM, fault != 9);                       /* IRS_VMAP_VMR */
    IF(61) w64(VMT2 + 32 * VM + 8, 1ull << 59 | VPET);
    vmap(0x2d0, VM << 32 | 2u << 29, 1);                /* IRS_VMAP_VISTR */
    UNLESS(62) w64(VIST1, VIST2);
    vmap(0x2d8, VM << 32 | 2u << 29 | 5, fault != 55);  /* IRS_VMAP_L2_VISTR */
    IF(62) w64(VIST1, VIST2);
    for (uint64_t vpe = 0; vpe < 2; vpe++)
    {
        UNLESS(37) w64(VPET + 8 * vpe, VPED + 64 * vpe);
        w64(IRS + 0x2e0, M63 | VM << 32 | vpe);         /* IRS_VMAP_VPER */
        IF(37) w64(VPET + 8 * vpe, VPED + 64 * vpe);
        UNLESS(56) idle(IRS + 0x214, 1);
    }
    for (uint64_t vpe = 0; vpe < 2; vpe++)
    {
        w64(IRS + 0x240, M63 | vpe << 32 | VM);         /* IRS_VPE_SELR */
        UNLESS(10) idle(IRS + 0x25c, 1);
        w64(IRS + 0x248, M63 | (700 + vpe));            /* IRS_VPE_DBR */
        UNLESS(57) idle(IRS + 0x25c, 1);
    }
}

static void vm(void)
{
    w32(IRS + 0x210, 8 | 1u << 16);                     /* IRS_VMT_CFGR, two levels */
    w64(IRS + 0x200, VMT1 | 1);                         /* IRS_VMT_BASER */
    UNLESS(53) idle(IRS + 0x214, 1);
    UNLESS(63) w64(VMT1, VMT2);
    vmap(0x2c0, VM, fault != 54);                       /* IRS_VMAP_L2_VMTR */
    IF(63) w64(VMT1, VMT2);
    vm_create();
    w64(DT2 + 8 * 3, 4ull << 59 | ITT3 | 1);
    inv_device(3, 4, 0);
    map(3, 9, ITT3 + 8 * 9, VM << 32 | 3u << 30 | 5);
    uint64_t context = 0;
    CHECK(gale_sysw(&machine, 1, "el2", "ICH_CONTEXTR_EL2", M63 | VM) == GALE_OK);
    CHECK(gale_sysr(&machine, 1, "el2", "ICH_CONTEXTR_EL2", &context) == GALE_OK && context >> 62 == 2);
    CHECK(gale_sysw(&machine, 1, "vel1", "ICC_PCR_EL1", 31) == GALE_OK);
    CHECK(gale_sysw(&machine, 1, "vel1", "ICC_CR0_EL1", 3) == GALE_OK);
    gicat(1, "vel1", "CDPRI", 7ull << 35 | LPI(5));
    gicat(1, "vel1", "CDEN", LPI(5));
    gsbat(1, "vel1", "GSBSYS");
    gale_msi(&machine, 0, 3, 9);
    int taken = takev(1);
    CHECK(taken == (int)LPI(5));
    gale_msi(&machine, 0, 3, 9);                        /* one more while the guest's handler runs */
    sync_events(3);
    done(1, "vel1", taken);
    CHECK(awaitv(1) == (int)LPI(5));
    CHECK(gale_sysw(&machine, 1, "el2", "ICH_CONTEXTR_EL2", 1ull << 60 | 31ull << 55) == GALE_OK);
    gale_msi(&machine, 0, 3, 9);
    CHECK(await(0) == (int)LPI(700));
    w64(IRS + 0x300, M63 | 1ull << 62 | VM);            /* IRS_SAVE_VMR */
    UNLESS(13) idle(IRS + 0x308, 1);
    CHECK(r32(VIST2 + 4 * 5) & 1);                      /* the image has what is pending */
    IF(13) idle(IRS + 0x308, 1);
    CHECK(r32(IRS + 0x308) & 2);
    gale_msi(&machine, 0, 3, 9);                        /* the device does not know that the VM goes */
    vmap(0x2d0, VM << 32 | 2u << 29 | 1ull << 62, fault != 11);
    CHECK(gale_memset(&machine, VIST2, 64, 0x5a) == GALE_OK);
    settle();
    CHECK(r32(VIST2 + 4 * 5) == 0x5a5a5a5au);           /* somebody else's */
    vmap(0x2c8, VM | 1ull << 62, fault != 12);          /* the VM goes */
    CHECK(gale_memset(&machine, VIST1, 0x1000, 0) == GALE_OK);
    CHECK(gale_memset(&machine, VIST2, 0x1000, 0) == GALE_OK);
    CHECK(gale_memset(&machine, VPET, 0x2000, 0) == GALE_OK);
    vm_create();
    CHECK(gale_sysw(&machine, 1, "el2", "ICH_CONTEXTR_EL2", M63 | 1ull << 32 | VM) == GALE_OK);
    CHECK(gale_sysr(&machine, 1, "el2", "ICH_CONTEXTR_EL2", &context) == GALE_OK && context >> 62 == 2);
    gicat(1, "vel1", "CDAFF", SET | LPI(5));
    gicat(1, "vel1", "CDEN", LPI(5));
    gsbat(1, "vel1", "GSBSYS");
    gale_msi(&machine, 0, 3, 9);
    CHECK(awaitv(1) == (int)LPI(5));
    CHECK(gale_sysw(&machine, 1, "el2", "ICH_CONTEXTR_EL2", 1ull << 60 | 31ull << 55) == GALE_OK);
    gale_msi(&machine, 0, 3, 9);
    CHECK(await(0) == (int)LPI(701));
}

static void end(void)
{
    w32(SETLPI, 46);
    irs_sync();
    w64(IRS + 0x180, IST1);                             /* IRS_IST_BASER.VALID = 0 */
    UNLESS(14) idle(IRS + 0x194, 1);
    CHECK(fault == 14 || (r32(IST2 + 4 * 46) & 1));     /* the image has what is pending */
    CHECK(gale_memset(&machine, IST2, 0x1000, 0x5a) == GALE_OK);
    IF(14) idle(IRS + 0x194, 1);
    settle();
    CHECK(r32(IST2 + 4 * 46) == 0x5a5a5a5au);           /* somebody else's */
}

int main(int count, char **words)
{
    fault = count > 1 ? atoi(words[1]) : 0;
    struct gale_options options = { .keys = "pes=2 one_n=1 link=down" };
    if (gale_client_open_with(&machine, NULL, &options) != GALE_OK)
    {
        perror("GALE_SOCKET");
        return 2;
    }
    start();
    spis();
    lpis();
    tables();
    wires();
    vm();
    end();
    gale_client_close(&machine);
    printf("%d failures\n", failures);
    return failures != 0;
}
