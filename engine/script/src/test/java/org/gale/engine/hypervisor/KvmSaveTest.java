package org.gale.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Commands;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.operand.GicVdPend;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KvmSaveTest
{
    private static final String SPI_5 = "0x60000005";
    private static final String LPI_7 = "0x40000007";

    private final KvmRig rig = new KvmRig();

    @AfterEach
    void close()
    {
        rig.close();
    }

    /** The first copy is that of the SPIs, the second one that of the LPIs. */
    @Tag("K-AT-78")
    @Tag("K-SR-3")
    @ParameterizedTest(name = "after copy {0}")
    @ValueSource(ints = {1, 2})
    void shouldRefuseASaveThatAMessageDisturbs(final int nth)
    {
        saved();
        final UnsafeBuffer message = new UnsafeBuffer(new byte[2 * Long.BYTES]);
        Commands.insn(message, 0, 0, 2, GicInstruction.VDPEND.code(),
            GicVdPend.of(0, Intid.of(Intid.TYPE_LPI, 8), true));
        final int[] copies = new int[1];
        rig.verbs().afterCopies(() ->
        {
            if (++copies[0] == nth)
            {
                rig.machine().apply(message, 0);
            }
        });

        rig.expect("OK -EBUSY", "kvm save 0 @disturbed");
        assertEquals(nth, copies[0]);                                           // nothing is copied after that
        rig.verbs().afterCopies(() -> { });
        rig.expect("OK 0", "kvm save 0 @quiet");
    }

    @Tag("K-AT-70")
    @Test
    void shouldChangeNothingWhenAVcpuIsInsideKvmRun()
    {
        saved();
        rig.all("kvm run 0 1 1");
        final long digest = rig.machine().digest();

        rig.expect("OK -EBUSY", "kvm save 0 @b");

        assertEquals(digest, rig.machine().digest());
        assertTrue(rig.ask("kvm restore 0 @b").startsWith("FAIL"));
    }

    @Test
    void shouldRestoreFromAFileWhatWasSavedToIt(@TempDir final Path folder) throws IOException
    {
        final Path file = folder.resolve("vm.image");
        saved();

        rig.all("kvm save 0 " + file, "kvm destroy_vm 0");

        assertTrue(Files.size(file) > 0);
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        rig.initialised(2);
        rig.all("kvm restore 1 " + file);
        assertDelivered(1);
    }

    @Test
    void shouldRestoreInAnotherSessionWhatWasSavedInOne(@TempDir final Path folder) throws IOException
    {
        final Path file = folder.resolve("vm.image");
        saved();
        rig.all("kvm save 0 " + file, "kvm destroy_vm 0");
        try (KvmRig other = new KvmRig())
        {
            other.initialised(2);
            other.expect("OK 0", "kvm restore 0 " + file);
            other.all("kvm save 0 " + folder.resolve("again"));
        }

        assertEquals(Files.readString(file), Files.readString(folder.resolve("again")));
        rig.initialised(2);
        rig.all("kvm restore 1 " + file);
        assertDelivered(1);
    }

    /** The version is the last letter of the first word. */
    @Test
    void shouldRefuseAnImageOfANewerVersionInOneLine(@TempDir final Path folder) throws IOException
    {
        final Path file = folder.resolve("vm.image");
        saved();
        rig.all("kvm save 0 " + file);
        final String image = Files.readString(file);
        assertTrue(image.startsWith("314d56656c6147 "), image);
        rig.initialised(2);
        final long digest = rig.machine().digest();

        Files.writeString(file, "32" + image.substring(2));
        rig.expect("FAIL kvm: FILE '" + file + "' holds an image of version 2, and the newest that is known is 1",
            "kvm restore 1 " + file);
        assertEquals(digest, rig.machine().digest());
        Files.writeString(file, "30" + image.substring(2));
        rig.expect("OK -EINVAL", "kvm restore 1 " + file);          // there was no version 0
        Files.writeString(file, "1" + image);
        rig.expect("OK -EINVAL", "kvm restore 1 " + file);
        Files.writeString(file, image);
        rig.expect("OK 0", "kvm restore 1 " + file);
    }

    @Test
    void shouldSayWhyAFileCannotBeUsed(@TempDir final Path folder) throws IOException
    {
        final Path absent = folder.resolve("absent");
        final Path text = Files.writeString(folder.resolve("text"), "no image");
        saved();

        rig.expect("FAIL kvm: FILE '" + absent + "/x' cannot be written: no such file or directory",
            "kvm save 0 " + absent + "/x");
        rig.initialised(2);
        rig.expect("FAIL kvm: FILE '" + absent + "' cannot be read: no such file or directory",
            "kvm restore 1 " + absent);
        rig.expect("FAIL kvm: FILE '" + folder + "' is a directory", "kvm restore 1 " + folder);
        rig.expect("FAIL kvm: FILE '" + text + "' holds no image", "kvm restore 1 " + text);
        rig.expect("FAIL kvm: FILE '@absent' holds no image", "kvm restore 1 @absent");
    }

    @Test
    void shouldRefuseAnImageThatWasChanged(@TempDir final Path folder) throws IOException
    {
        final Path file = folder.resolve("vm.image");
        saved();
        rig.all("kvm save 0 " + file);
        final String image = Files.readString(file);
        rig.initialised(2);

        Files.writeString(file, image.replaceFirst(" 2 ", " 3 "));
        rig.expect("OK -EINVAL", "kvm restore 1 " + file);
        Files.writeString(file, image.substring(0, image.length() / 2));
        rig.expect("OK -EINVAL", "kvm restore 1 " + file);
        Files.writeString(file, "no image");
        assertTrue(rig.ask("kvm restore 1 " + file).startsWith("FAIL"));
        Files.writeString(file, image);
        rig.expect("OK 0", "kvm restore 1 " + file);
    }

    @Tag("K-SR-6")
    @Tag("K-AT-79")
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "LPI_IST", "VMTE_MAKE_INVALID", "VMTE_MAKE_VALID", "VPE_MAKE_VALID", "VPE_MAKE_VALID 2"})
    void shouldRestoreAtTheSecondTryAfterAFault(final String fault)
    {
        saved();
        rig.all("kvm save 0 @a");
        rig.initialised(2);
        rig.all("kvm irq_line 1 spi 0 9 1", "kvm fail " + fault);

        assertTrue(rig.ask("kvm restore 1 @a").startsWith("OK -E"));
        rig.expect("OK 0 0x0000000000000000", "kvm get_attr 1 IRS_REGS IST_BASER");
        rig.expect("OK 0 0x0000000000000000", "kvm get_attr 1 CPU_SYSREGS 0:ICC_PCR_EL1");
        rig.expect("OK 0", "kvm restore 1 @a");

        assertDelivered(1);
    }

    @Tag("K-SR-6")
    @Test
    void shouldKeepWhatWasPendingWhenARestoreFails()
    {
        saved();
        rig.all("kvm save 0 @a");
        rig.initialised(2);
        rig.all("kvm irq_line 1 spi 0 9 1", "kvm fail VMTE_MAKE_VALID");
        rig.expect("OK -ETIMEDOUT", "kvm restore 1 @a");

        rig.run(1, 0, 3);
        rig.all("insn 3 vel1 CDEN 0x60000009");

        rig.expect("OK 0x0000000160000009", "insn 3 vel1 CDIA");
    }

    /** The words of an image that a dead VM refused do not mix with those of the next, which is shorter. */
    @Test
    void shouldRestoreAShorterImageAfterADeadVmRefusedALongerOne()
    {
        rig.initialised(2);
        rig.all("kvm save 0 @long");
        rig.initialised(1);
        rig.all("kvm save 1 @short");
        rig.initialised(2);
        rig.all("kvm command 2 0 VMTE_MAKE_INVALID");
        rig.expect("OK -EIO", "kvm run 2 0 0");
        rig.expect("OK -EIO", "kvm restore 2 @long");
        rig.initialised(1);

        rig.expect("OK 0", "kvm restore 3 @short");
    }

    /** Restores the tables alone, by the group IST: what failed has still to be done before the VM runs. */
    @Tag("K-SR-7")
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"VMTE_MAKE_INVALID", "VMTE_MAKE_VALID", "VPE_MAKE_VALID"})
    void shouldNotRunWhenTheRestoreOfItsTablesFailed(final String fault)
    {
        final String restore = "kvm set_attr 0 IST 0 0x50000000 128 0x50010000 65536";
        rig.initialised(1);
        rig.all("kvm set_attr 0 IRS_REGS IST_CFGR 14", "kvm set_attr 0 IRS_REGS IST_BASER 0x90000001",
            "kvm fail " + fault);
        rig.expect("OK -ETIMEDOUT", restore);
        rig.expect("OK 0", restore);
        rig.all("kvm run 0 0 0");

        rig.initialised(1);
        rig.all("kvm set_attr 1 IRS_REGS IST_CFGR 14", "kvm set_attr 1 IRS_REGS IST_BASER 0x90000001",
            "kvm fail " + fault);
        rig.expect("OK -ETIMEDOUT", restore.replace("attr 0", "attr 1"));
        rig.expect("OK -EINVAL", "kvm run 1 0 1");
    }

    @Tag("K-SR-4")
    @Tag("K-CMD-12")
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"kvm restore 1 @a", "kvm set_attr 1 IST 0 0x50000000 128 0 0"})
    void shouldChangeNothingWhenTheVmToRestoreIsInvalid(final String restore)
    {
        saved();
        rig.all("kvm save 0 @a");
        rig.initialised(2);
        rig.all("kvm command 1 0 VMTE_MAKE_INVALID");
        final long digest = rig.machine().digest();
        final String leaks = rig.ask("kvm leaks");

        rig.expect("OK -EINVAL", restore);

        assertEquals(digest, rig.machine().digest());
        rig.expect(leaks, "kvm leaks");
        rig.all("kvm command 1 0 VMTE_MAKE_VALID");
        rig.expect("OK 0", "kvm command 1 1 VPE_MAKE_VALID");
    }

    /** A VM of two vCPUs whose first has an LPI, then an SPI pending. */
    private void saved()
    {
        rig.initialised(2);
        rig.run(0, 0, 0);
        rig.all("kvm mmio 0 w 0x190 4 14", "kvm mmio 0 w 0x180 8 0x90000001",
            "insn 0 vel1 CDPRI 0x0000001840000007", "insn 0 vel1 CDEN " + LPI_7,
            "insn 0 vel1 CDPRI 0x0000002860000005", "insn 0 vel1 CDEN " + SPI_5,
            "kvm irq_line 0 spi 0 5 1", "insn 0 vel1 CDPEND 0x140000007", "kvm put 0 0");
    }

    private void assertDelivered(final int vm)
    {
        rig.all("kvm run " + vm + " 0 2");
        for (final String intid : new String[] {"0x0000000140000007", "0x0000000160000005"})
        {
            rig.expect("OK " + intid, "insn 2 vel1 CDIA");
            rig.all("insn 2 vel1 CDEOI", "insn 2 vel1 CDDI " + intid);
        }
        rig.expect("OK 0x0000000000000000", "insn 2 vel1 CDIA");
    }
}
