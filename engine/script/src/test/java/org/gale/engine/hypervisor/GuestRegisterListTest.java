package org.gale.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.gale.engine.command.KvmAttr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Registers of group IRS_REGS: which there are, how wide, and what each does with what user space writes. */
class GuestRegisterListTest
{
    private static final String ZERO = "OK 0 0x0000000000000000";
    /** K-AT-65, of 32 bits, with their offsets. */
    private static final String NARROW = "SYNCR=0xc0 SPI_RESAMPLER=0x110 MAP_L2_ISTR=0x1c0 VMT_CFGR=0x210 " +
        "VMT_STATUSR=0x214 VPE_CR0=0x258 VPE_STATUSR=0x25c VM_SELR=0x288 VM_STATUSR=0x28c SAVE_VM_STATUSR=0x308 " +
        "MEC_IDR=0x340 MEC_MECID_R=0x344 MPAM_IDR=0x380 MPAM_PARTID_R=0x384";
    /** K-AT-65, of 64 bits. */
    private static final String WIDE = "SPI_VMR=0x100 VMT_BASER=0x200 VPE_SELR=0x240 VPE_DBR=0x248 VPE_HPPIR=0x250 " +
        "VM_DBR=0x280 VMAP_L2_VMTR=0x2c0 VMAP_VMR=0x2c8 VMAP_VISTR=0x2d0 VMAP_L2_VISTR=0x2d8 VMAP_VPER=0x2e0 " +
        "SAVE_VMR=0x300 SWERR_STATUSR=0x3c0 SWERR_SYNDROMER0=0x3c8 SWERR_SYNDROMER1=0x3d0";
    /** K-IRS-12: DEVARCH, PIDR4 to 7, PIDR0 to 3, CIDR0 to 3. */
    private static final String IDENTITY = "DEVARCH=0xffbc PIDR4=0xffd0 PIDR5=0xffd4 PIDR6=0xffd8 PIDR7=0xffdc " +
        "PIDR0=0xffe0 PIDR1=0xffe4 PIDR2=0xffe8 PIDR3=0xffec CIDR0=0xfff0 CIDR1=0xfff4 CIDR2=0xfff8 CIDR3=0xfffc";
    private static final String LIVE = "IDR0=0 IDR1=4 IDR2=8 IDR3=0xc IDR4=0x10 IDR5=0x14 IDR6=0x18 IDR7=0x1c " +
        "IIDR=0x40 AIDR=0x44 CR0=0x80 CR1=0x84 SYNC_STATUSR=0xc4 SPI_SELR=0x108 SPI_DOMAINR=0x10c SPI_CFGR=0x114 " +
        "SPI_STATUSR=0x118 PE_SELR=0x140 PE_STATUSR=0x144 PE_CR0=0x148 IST_BASER=0x180 IST_CFGR=0x190 " +
        "IST_STATUSR=0x194";

    private final KvmRig rig = new KvmRig();

    @AfterEach
    void close()
    {
        rig.close();
    }

    @Tag("K-AT-65")
    @Tag("K-ST-9")
    @ParameterizedTest(name = "{0}")
    @MethodSource("registers")
    void shouldHaveEachRegisterByNameAndOffsetAndTakeWhatItRead(final String name, final String offset)
    {
        rig.initialised(1);
        rig.expect("OK 0", "kvm has_attr 0 IRS_REGS " + name);
        rig.expect("OK 0", "kvm has_attr 0 IRS_REGS " + offset);
        final String read = rig.ask("kvm get_attr 0 IRS_REGS " + name);

        rig.expect(read, "kvm get_attr 0 IRS_REGS " + offset);
        rig.expect("OK 0", "kvm set_attr 0 IRS_REGS " + name + ' ' + read.split(" ", -1)[2]);
        rig.expect(read, "kvm get_attr 0 IRS_REGS " + name);
    }

    @Tag("K-AT-65")
    @Test
    void shouldHaveNoOtherRegister()
    {
        final Set<Integer> listed = new TreeSet<>();
        registers().forEach(register -> listed.add(Integer.decode((String)register.get()[1])));
        rig.initialised(1);
        final Set<Integer> found = new TreeSet<>();
        for (int offset = -8; offset < 0x1_0010; offset += 4)
        {
            if (rig.ask("kvm has_attr 0 IRS_REGS " + offset).equals("OK 0"))
            {
                found.add(offset);
            }
        }

        assertEquals(listed, found);
        assertEquals(65, KvmAttr.attrs(KvmAttr.IRS_REGS).size());
        rig.expect("OK -ENXIO", "kvm has_attr 0 IRS_REGS 0x1000000c0");
    }

    @Tag("K-AT-65")
    @Tag("K-IRS-10")
    @ParameterizedTest(name = "{0}")
    @MethodSource("zeroes")
    void shouldReadZeroAndIgnoreWrites(final String name, final String offset)
    {
        rig.initialised(1);
        final int size = WIDE.contains(name + '=') ? 8 : 4;

        rig.all("kvm set_attr 0 IRS_REGS " + name + " 0xffffffffffffffff");
        rig.expect(ZERO, "kvm get_attr 0 IRS_REGS " + name);
        rig.run(0, 0, 0);
        final long before = rig.machine().digest();
        rig.all("kvm mmio 0 w " + offset + ' ' + size + " 0xffffffffffffffff");
        assertEquals(before, rig.machine().digest());
        rig.expect("OK 0x0000000000000000", "kvm mmio 0 r " + offset + ' ' + size);
    }

    @Tag("K-AT-64")
    @Tag("K-IRS-12")
    @ParameterizedTest(name = "{0}")
    @CsvSource({ "IIDR, 0x0000000004b0043b", "AIDR, 0x0000000000000000", "PIDR5, 0x0000000000000000",
        "PIDR6, 0x0000000000000000", "PIDR7, 0x0000000000000000", "DEVARCH, 0x0000000047705a19",
        "CIDR0, 0x000000000000000d", "CIDR1, 0x00000000000000f0", "CIDR2, 0x0000000000000005",
        "CIDR3, 0x00000000000000b1" })
    void shouldKeepItsIdentityWhateverIsWritten(final String name, final String value)
    {
        rig.initialised(1);

        rig.all("kvm set_attr 0 IRS_REGS " + name + " 0xffffffff");

        rig.expect("OK 0 " + value, "kvm get_attr 0 IRS_REGS " + name);
    }

    @Tag("K-AT-52")
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = { "0x1", "0x82", "0x104", "0x184", "0x182", "0x204", "0x3c4", "0x3d4", "0x24c", "0xffd1" })
    void shouldRefuseAnOffsetInsideARegister(final String offset)
    {
        rig.initialised(1);

        rig.expect("OK -EINVAL", "kvm has_attr 0 IRS_REGS " + offset);
        rig.expect("OK -EINVAL", "kvm get_attr 0 IRS_REGS " + offset);
        rig.expect("OK -EINVAL", "kvm set_attr 0 IRS_REGS " + offset + " 0");
    }

    @Tag("K-AT-57")
    @Test
    void shouldTakeTheRangeAndTheNumberOfAnotherIrs()
    {
        rig.initialised(1);
        rig.expect("OK 0 0x000000000000001d", "kvm get_attr 0 IRS_REGS IDR0");

        rig.all("kvm set_attr 0 IRS_REGS IDR0 0xabcd0015");
        rig.expect("OK 0 0x00000000abcd0015", "kvm get_attr 0 IRS_REGS IDR0");
        rig.expect("OK -EINVAL", "kvm set_attr 0 IRS_REGS IDR0 0x70016");
        rig.expect("OK 0 0x00000000abcd0015", "kvm get_attr 0 IRS_REGS IDR0");
        rig.run(0, 0, 0);
        rig.expect("OK 0x00000000abcd0015", "kvm mmio 0 r 0 4");
    }

    @Tag("K-AT-59")
    @Tag("K-ID-10")
    @Test
    void shouldOfferMoreLpisThanAtFirstAndLargerTables()
    {
        rig.initialised(1);
        rig.expect("OK 0 0x0000000000000bb0", "kvm get_attr 0 IRS_REGS IDR2");

        rig.all("kvm set_attr 0 IRS_REGS IDR2 0x3bb1");
        rig.expect("OK 0 0x0000000000003bb1", "kvm get_attr 0 IRS_REGS IDR2");
        rig.run(0, 0, 0);
        rig.all("kvm mmio 0 w 0x190 4 17", "kvm mmio 0 w 0x180 8 0x90000001");
        rig.expect("OK 0x0000000090000001", "kvm mmio 0 r 0x180 8");
        rig.all("insn 0 vel1 CDEN 0x4001ffff", "insn 0 vel1 CDPEND 0x14001ffff");
        rig.expect("OK 0x000000014001ffff", "insn 0 vel1 CDIA");
        rig.all("kvm put 0 0");
        rig.expect("OK 0", "kvm save 0 @a");
    }

    /** An image goes into the journal in parts of a command each; parts of zeros are left out. */
    @Tag("K-SR-1")
    @Tag("M-MIG-1")
    @ParameterizedTest
    @ValueSource(ints = {17, 20})
    void shouldSaveRestoreAndMigrateATableOfMoreThan16Bits(final int bits)
    {
        final String last = String.format("%x", 0x4000_0000 | (1 << bits) - 1);
        rig.initialised(1);
        rig.all("kvm set_attr 0 IRS_REGS IDR2 0x" + Integer.toHexString(0x3ba0 + bits));
        rig.run(0, 0, 0);
        rig.all("kvm mmio 0 w 0x190 4 " + bits, "kvm mmio 0 w 0x180 8 0x90000001", "insn 0 vel1 CDEN 0x" + last,
            "insn 0 vel1 CDPEND 0x1" + last, "kvm put 0 0", "kvm save 0 @image", "kvm destroy_vm 0");
        rig.initialised(1);
        rig.all("kvm restore 1 @image");
        rig.expect("OK stop", "kvm migrate 1");
        for (final String step : new String[] {"quiet", "save", "destroy", "restore", "resume 2", "0"})
        {
            rig.expect("OK " + step, "kvm step");
        }

        rig.run(2, 0, 0);
        rig.expect("OK 0x00000001" + last, "insn 0 vel1 CDIA");
        rig.assertSound("after a large image");
    }

    @Tag("K-AT-64")
    @Test
    void shouldIgnoreATriggerModeOfUserSpace()
    {
        rig.initialised(1);
        rig.all("kvm set_attr 0 IRS_REGS SPI_SELR 5", "kvm set_attr 0 IRS_REGS SPI_CFGR 1");

        rig.expect(ZERO, "kvm get_attr 0 IRS_REGS SPI_CFGR");
        rig.run(0, 0, 0);
        rig.all("insn 0 vel1 CDEN 0x60000005", "kvm irq_line 0 spi 0 5 1", "kvm irq_line 0 spi 0 5 0");
        rig.expect("OK 0x0000000160000005", "insn 0 vel1 CDIA");                // an edge stays

        rig.all("kvm mmio 0 w 0x108 4 6", "kvm mmio 0 w 0x114 4 1");
        rig.expect("OK 0x0000000000000001", "kvm mmio 0 r 0x114 4");            // a guest's is taken
    }

    @Tag("K-AT-62")
    @Tag("K-SR-7")
    @Test
    void shouldWaitForTheTablesThoughTheBaseIsTakenBack()
    {
        rig.initialised(1);
        rig.all("kvm set_attr 0 IRS_REGS IST_CFGR 14", "kvm set_attr 0 IRS_REGS IST_BASER 0x90000001",
            "kvm set_attr 0 IRS_REGS IST_BASER 0x90000000");
        rig.expect("OK 0", "kvm set_attr 0 IST 0 0x50000000 128 0 0");
        final String pages = rig.ask("kvm leaks pages");
        rig.all("kvm run 0 0 0");
        rig.expect("OK 4", "kvm leaks pages");
        assertEquals("OK 4", pages);                                            // no LPI table was made

        rig.initialised(1);
        rig.all("kvm set_attr 1 IRS_REGS IST_CFGR 14", "kvm set_attr 1 IRS_REGS IST_BASER 0x90000001",
            "kvm set_attr 1 IRS_REGS IST_BASER 0x90000000");
        rig.expect("OK -EINVAL", "kvm run 1 0 1");
        rig.expect("OK -EIO", "kvm run 1 0 1");
    }

    @Tag("K-AT-62")
    @Test
    void shouldCompareTheFieldsOfTheTableThatIsThere()
    {
        rig.initialised(1);
        rig.all("kvm set_attr 0 IRS_REGS IST_CFGR 0xffe0000e");
        rig.expect("OK 0 0x000000000000000e", "kvm get_attr 0 IRS_REGS IST_CFGR");
        rig.all("kvm set_attr 0 IRS_REGS IST_BASER 0x90000001", "kvm set_attr 0 IST 0 0x50000000 128 0x50010000 65536");

        rig.expect("OK 0", "kvm set_attr 0 IRS_REGS IST_CFGR 0xffe0000e");
        rig.expect("OK 0", "kvm set_attr 0 IRS_REGS IST_BASER 0xff0000009000003f");
        rig.expect("OK -EINVAL", "kvm set_attr 0 IRS_REGS IST_CFGR 13");
        rig.expect("OK -EINVAL", "kvm set_attr 0 IRS_REGS IST_BASER 0x90000040");
        rig.expect("OK -EINVAL", "kvm set_attr 0 IRS_REGS IST_BASER 0x90000000");
    }

    /** An image has IDR0, too, as all registers that user space can change. */
    @Tag("K-SR-2")
    @Tag("K-AT-57")
    @Test
    void shouldSaveWhatUserSpaceChangedOfTheIdentity()
    {
        rig.initialised(1);
        rig.all("kvm set_attr 0 IRS_REGS IDR0 0x70015", "kvm set_attr 0 IRS_REGS IDR2 0x1baf", "kvm save 0 @a");
        rig.initialised(1);

        rig.all("kvm restore 1 @a");

        rig.expect("OK 0 0x0000000000070015", "kvm get_attr 1 IRS_REGS IDR0");
        rig.expect("OK 0 0x0000000000001baf", "kvm get_attr 1 IRS_REGS IDR2");
    }

    private static Stream<Arguments> registers()
    {
        return Stream.of(NARROW, WIDE, IDENTITY, LIVE).flatMap(GuestRegisterListTest::of);
    }

    private static Stream<Arguments> zeroes()
    {
        return Stream.of(NARROW, WIDE).flatMap(GuestRegisterListTest::of);
    }

    private static Stream<Arguments> of(final String list)
    {
        return Stream.of(list.split(" ", -1)).map(register -> Arguments.of((Object[])register.split("=", 2)));
    }
}
