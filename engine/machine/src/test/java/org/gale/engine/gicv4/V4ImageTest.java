package org.gale.engine.gicv4;

import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of images of a GICv4 host: a VM runs on once it is saved, and no words make a VM that cannot be. */
@Tag("M-MIG")
class V4ImageTest
{
    private final V4Rig rig = new V4Rig("version=4.1 cpus=4 lpi_bits=14 vpeid_bits=3");

    @AfterEach
    void close()
    {
        rig.close();
    }

    /** Words that no host has written are refused, or are an image of another VM. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldRefuseOrRestoreAnyWords(final long seed)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        V4MigrationTest.vm(rig);
        rig.lines("msi 3 0", "msi 3 2", "sgi 0 1 5", "load 0 0 0");
        rig.line("ack 0 0");
        rig.lines("put 0 0");
        rig.line("save 0");
        final String[] words = rig.line("image").substring("OK ".length()).split(" ", -1);
        for (int event = 0; event <= 2; event++)
        {
            rig.lines("discard 0 3 " + event);
        }
        int restored = 0;
        for (int round = 0; round < 300; round++)
        {
            final int vm = rig.host().vmCount();
            assertEquals("OK " + vm, rig.line("create_vm 2"));
            restored += restored(words, vm, random) ? 1 : 0;
        }
        assertTrue(restored > 10 && restored < 290, restored + " restored");
    }

    /** Word 1 has the kind of SGIs in bit 16; vCPU 0 is in word 3, and word 4 has its active interrupt. */
    @Tag("V4-SGI-5")
    @Tag("V4-ID-7")
    @ParameterizedTest
    @CsvSource({"1, 0", "1, 65536", "4, 8", "4, 0x4000", "4, 0x100000000", "4, 0x10000000000", "4, 0x206c", "0, 1",
        "2, 1", "2, 0x8000000000000000"})
    void shouldRefuseWhatNoVmCanHave(final int index, final String change)
    {
        V4MigrationTest.vm(rig);
        rig.lines("msi 3 0", "enable 0 1", "load 0 0 0");
        rig.line("ack 0 0");
        rig.lines("put 0 0");
        rig.line("save 0");
        final String[] words = rig.line("image").substring("OK ".length()).split(" ", -1);
        assertEquals("8000002008", words[4]);
        rig.lines("discard 0 3 0", "discard 0 3 1", "discard 0 3 2");
        assertEquals("OK 1", rig.line("create_vm 2"));
        for (int i = 0; i < words.length; i++)
        {
            final long word = Long.parseUnsignedLong(words[i], 16) ^ (i == index ? Long.decode(
                change.startsWith("0x8000000000000000") ? "-0x8000000000000000" : change) : 0);
            rig.lines("restore_data " + i + " " + word + " 0 0 0 0 0");
        }

        assertEquals(change.equals("0") || change.equals("8") ? "OK 0" : "OK -EINVAL",
            rig.line("restore 1 " + words.length));
        assertEquals(change.equals("0") || change.equals("8") ? "OK 1" : "OK 0", rig.line("query 1 0"));
        V4MigrationTest.assertSound(rig);
    }

    private boolean restored(final String[] words, final int vm, final SplittableRandom random)
    {
        for (int i = 0; i < words.length; i++)
        {
            long word = Long.parseUnsignedLong(words[i], 16);
            word ^= random.nextInt(words.length) == 0 ? 1L << random.nextInt(64) : 0;
            rig.lines("restore_data " + i + " " + word + " 0 0 0 0 0");
        }
        final boolean isRestored = rig.line("restore " + vm + " " + words.length).equals("OK 0");
        V4MigrationTest.assertSound(rig);
        if (isRestored)
        {
            rig.lines("load " + vm + " 0 0", "load " + vm + " 1 1");
            for (int i = 0; i < 70; i++)
            {
                final int vcpu = i % 2;
                final String intid = rig.line("ack " + vm + " " + vcpu).substring("OK ".length());
                rig.line("eoi " + vm + " " + vcpu + " " + (intid.equals("none") ? "8200" : intid));
            }
            rig.lines("put " + vm + " 0", "put " + vm + " 1");
            assertEquals("OK stop", rig.line("migrate " + vm + " 0 0"));
            assertEquals("quiet save destroy restore resume " + (vm + 1), rig.steps());
            for (int vcpu = 0; vcpu < 2; vcpu++)
            {
                rig.line("disable " + (vm + 1) + " " + vcpu);
            }
            V4MigrationTest.assertSound(rig);
            for (Vlpi vlpi = rig.host().vm(vm + 1).nextVlpi(0); vlpi != null; vlpi = rig.host().vm(vm + 1).nextVlpi(0))
            {
                rig.lines("discard " + (vm + 1) + " " + vlpi.deviceId + " " + vlpi.eventId);
            }
        }

        return isRestored;
    }

    @Test
    void shouldSaveAVmThatRunsOn()
    {
        V4MigrationTest.vm(rig);
        rig.lines("load 0 0 0", "block 0 0", "config 0 8200 128 0", "msi 3 0");
        assertEquals("OK 0", rig.line("save 0"));
        V4MigrationTest.assertSound(rig);
        assertEquals("OK 0", rig.line("woken 0 0"));
        rig.lines("msi 3 1");
        assertEquals("OK 1", rig.line("woken 0 0"));
        rig.lines("load 0 0 0");

        assertEquals("OK -EBUSY", rig.line("save 0"));
        assertEquals("OK 8201", rig.line("ack 0 0"));
        rig.lines("config 0 8200 32 1");
        assertEquals("OK 8200", rig.line("ack 0 0"));
        V4MigrationTest.assertSound(rig);
    }
}
