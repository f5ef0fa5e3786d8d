package org.gale.engine.gicv4;

import java.util.List;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.command.CommandException;
import org.gale.engine.command.Commands;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.command.V4Verb;
import org.gale.engine.machine.HostVerbs;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** HOST commands of family 2 with any contents (P9), and the order in which a transition is refused. */
class V4HostileTest
{
    private static final int COMMANDS = 2_000;
    private static final long[] OPERANDS = {0, 1, 2, 3, 4, 15, 16, 255, 256, 8191, 8192, 8200, 16_383, 16_384, 65_535,
        65_536, 1 << 20, Integer.MAX_VALUE, Integer.MIN_VALUE, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, -1, -2};
    private static final List<V4Verb> VERBS = List.of(V4Verb.values());

    private final UnsafeBuffer words = new UnsafeBuffer(new byte[CommandWord.WORD_LIMIT * Long.BYTES]);

    @ParameterizedTest(name = "seed {0}, version {1}")
    @CsvSource({"1, 4.1", "2, 4.1", "3, 4.0", "4, 4.0"})
    void shouldRefuseOrAnswerAnyHostCommand(final long seed, final String version)
    {
        final SplittableRandom random = new SplittableRandom(seed);
        try (V4Rig rig = new V4Rig("version=" + version + " cpus=2 lpi_bits=14" +
            (version.equals("4.1") ? " vpeid_bits=2" : "")))
        {
            rig.line("create_vm 2");
            rig.line("create_vm 1");
            rig.lines("map 0 1 0 0 8200", "map 0 1 1 1 8201", "config 0 8200 64 1", "enable 0 1");
            int executed = 0;
            for (int i = 0; i < COMMANDS; i++)
            {
                draw(random);
                executed += apply(rig) ? 1 : 0;
                words.putLong(0, Commands.msi(1, random.nextInt(4), 0));
                rig.machine().apply(words, 0);
                rig.machine().outputs().clear();
                final int command = i;
                assertTrue(command % 64 != 0 || !rig.line("audit").contains(":\""),
                    () -> "seed " + seed + ", command " + command + ": " + rig.line("audit"));
            }
            assertTrue(executed > COMMANDS / 8, executed + " executed");
            for (int vm = 0; vm < rig.host().vmCount(); vm++)
            {
                final int owner = rig.machine().accounts().vmOwner(vm);
                assertEquals(0, rig.machine().accounts().ledger(owner).remainder());
                assertEquals(-1, rig.machine().accounts().firstDifference(owner));
                assertTrue(rig.machine().accounts().isIndexSound(owner));
            }
        }
    }

    @Tag("slow")
    @Test
    void shouldRefuseTheVmThatHasNoOwnerOfItsOwn()
    {
        try (V4Rig rig = new V4Rig("cpus=1 lpi_bits=14", 5L << 30))
        {
            for (int vm = 0; vm < OwnerId.VM_LIMIT; vm++)
            {
                assertEquals("OK " + vm, rig.line("create_vm 1"));
            }
            final long digest = rig.machine().runDigest();

            assertEquals("FAIL there are 65536 VMs, the most", rig.line("create_vm 1"));

            assertEquals(digest, rig.machine().runDigest());
            rig.lines("map 65535 1 0 0 8200", "config 65535 8200 64 1", "msi 1 0");
            assertEquals(1, rig.machine().accounts().ledger(rig.machine().accounts().vmOwner(65_535)).pending());
        }
    }

    /** The checks come in the order of the protocol: vCPU, open transition, policy, already so, pool, RAM. */
    @Tag("V4-API-11")
    @Tag("V4-API-13")
    @Tag("V4-API-15")
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = ';', value = {
        "cpus=1 vpeid_bits=1; ; enable 0 4; OK -EINVAL",
        "cpus=1 vpeid_bits=1; ; disable 0 -1; OK -EINVAL",
        "cpus=1 vpeid_bits=1; ; query 0 4; OK -EINVAL",
        "cpus=1 vpeid_bits=1; ; begin enable 0 4; OK -EINVAL",
        "cpus=1 vpeid_bits=1; begin enable 0 0; enable 0 4; OK -EINVAL",
        "cpus=1 vpeid_bits=1; begin enable 0 0; enable 0 1; OK -EBUSY",
        "cpus=1 vpeid_bits=1; begin enable 0 0; disable 0 1; OK -EBUSY",
        "cpus=1 vpeid_bits=1; begin enable 0 0; query 0 1; OK -EBUSY",
        "cpus=1 vpeid_bits=1; begin enable 0 0; query 0 4; OK -EINVAL",
        "cpus=1 vpeid_bits=1; begin enable 0 0; begin disable 0 1; OK -EBUSY",
        "cpus=1 vpeid_bits=1; enable 0 0|enable 0 1; enable 0 0; OK 0",
        "cpus=1 vpeid_bits=1; enable 0 0|enable 0 1; begin enable 0 0; OK 0",
        "cpus=1 vpeid_bits=1; enable 0 0|enable 0 1; enable 0 2; OK -ENOSPC",
        "cpus=1 vpeid_bits=1; enable 0 0|enable 0 1; begin enable 0 2; OK -ENOSPC",
        "cpus=1 vpeid_bits=1; enable 0 0|enable 0 1; disable 0 2; OK 0",
        "cpus=1 vpeid_bits=1; enable 0 0|enable 0 1|disable 0 0; enable 0 2; OK 0",
        "cpus=1 policy=all-or-nothing; ; enable 0 4; OK -EINVAL",
        "cpus=1 policy=all-or-nothing; ; enable 0 0; OK -EINVAL",
        "cpus=1 policy=all-or-nothing; ; begin disable 0 0; OK -EINVAL",
        "cpus=1 policy=all-or-nothing; ; query 0 0; OK 1",
        "cpus=1 policy=all-or-nothing vpeid_bits=1; ; query 0 0; OK 0",
    })
    void shouldCheckInTheOrderOfTheProtocol(
        final String keys, final String before, final String line, final String reply)
    {
        try (V4Rig rig = new V4Rig(keys + " lpi_bits=14"))
        {
            rig.line("create_vm 4");
            for (final String first : before == null ? new String[0] : before.split("\\|"))
            {
                assertFalse(rig.line(first).contains("-E"), first);
            }

            assertEquals(reply, rig.line(line));
        }
    }

    private void draw(final SplittableRandom random)
    {
        for (int i = 1; i < CommandWord.WORD_LIMIT; i++)
        {
            words.putLong(i << 3, random.nextInt(3) > 0 ? random.nextInt(4) :
                OPERANDS[random.nextInt(OPERANDS.length)]);
        }
        final V4Verb verb = VERBS.get(random.nextInt(VERBS.size()));
        final long[] operands = new long[verb.operands()];
        for (int i = 0; i < operands.length; i++)
        {
            operands[i] = words.getLong((i + 1) << 3);
        }
        if (verb == V4Verb.MIGRATE)
        {
            operands[1] = 0;                                        // the other orders lose interrupts
        }
        verb.encode(words, 0, verb == V4Verb.LEGACY ? new long[0] : operands);
        if (verb == V4Verb.LEGACY || random.nextInt(16) == 0)
        {
            words.putLong(0, words.getLong(0) ^ (1L << (40 + random.nextInt(20))));   // another verb, family or length
        }
        if (V4Verb.of(words.getLong(0)) == V4Verb.LEGACY)
        {
            words.putLong(0, 0xbL << 60 | 2L << 56 | 2L << 48 | 0xffL << 40);
        }
    }

    /** Returns whether the command was executed. */
    private boolean apply(final V4Rig rig)
    {
        final HostVerbs verbs = rig.machine().hostVerbs(Commands.hostFamily(words.getLong(0)));
        final V4Verb verb = V4Verb.of(words.getLong(0));
        final boolean isRefused = verbs == null || verbs.refusal(words, 0) != null;
        final boolean isQuery = verb == null ? isQueryOfFunctions(words.getLong(0)) : verb.isQuery();
        if (!isRefused && verb != null && isQuery)
        {
            assertFalse(verbs.query(words, 0).isEmpty());
        }
        if (isRefused || isQuery || CommandWord.opcode(words.getLong(0)) != CommandWord.HOST)
        {
            final boolean isCompared = (words.getLong(0) ^ words.getLong(8)) % 8 == 0;
            final long digest = isCompared ? rig.machine().runDigest() : 0;
            assertThrows(CommandException.class, () -> rig.machine().apply(words, 0));
            assertEquals(digest, isCompared ? rig.machine().runDigest() : 0);
            return false;
        }
        rig.machine().apply(words, 0);
        rig.machine().outputs().clear();

        return true;
    }

    private static boolean isQueryOfFunctions(final long word)
    {
        final MsixVerb msix = MsixVerb.of(word);
        final IrqfdVerb irqfd = IrqfdVerb.of(word);

        return (msix != null && msix.isQuery()) || (irqfd != null && irqfd.isQuery());
    }
}
