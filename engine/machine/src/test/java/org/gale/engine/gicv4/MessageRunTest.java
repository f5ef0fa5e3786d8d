package org.gale.engine.gicv4;

import java.util.List;
import java.util.SplittableRandom;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.accounting.PendingMismatch;
import org.gale.engine.command.Commands;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.config.Monitor;
import org.gale.engine.function.FrontEnd;
import org.gale.engine.machine.CommandDigest;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.Outputs;
import org.gale.engine.support.StateImage;
import org.gale.tables.gicv4.DeviceEntry;
import org.gale.tables.gicv4.TranslationEntry;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of runs of messages: where a run ends, and that a run gives what its messages give one by one. A loss that a
 * run finds is that of one command.
 */
class MessageRunTest
{
    private static final int MESSAGES = 200;
    private static final long BAR = 0x1_0000_0000L;

    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[MESSAGES * Long.BYTES]);

    @Test
    void shouldApplyUpToTheFirstOtherCommandOrTheLimitOrTheEnd()
    {
        try (V4Rig rig = rig("4.1"))
        {
            final Messages messages = new Messages(rig.host());
            final FrontEnd front = new FrontEnd(
                new MessagePath(rig.machine().config(), messages), Monitor.RIGHT, false);
            final MessageRun run = new MessageRun(rig.host(), front, messages, rig.machine().outputs(),
                new CommandDigest());
            for (int i = 0; i < MESSAGES; i++)
            {
                frame.putLong(i << 3, Commands.msi(i % 3, i, 0));
            }
            frame.putLong(5 << 3, Commands.turn(0, 1));

            assertEquals(5 << 3, run.apply(frame, 0, MESSAGES << 3));
            assertEquals((6 + MessageRun.LIMIT) << 3, run.apply(frame, 6 << 3, MESSAGES << 3));
            assertEquals(8 << 3, run.apply(frame, 6 << 3, 8 << 3));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.1", "4.0"})
    void shouldGiveWhatTheMessagesGiveOneByOne(final String version)
    {
        try (V4Rig run = rig(version); V4Rig single = rig(version))
        {
            final SplittableRandom random = new SplittableRandom(7);
            for (int i = 0; i < MESSAGES; i++)
            {
                frame.putLong(i << 3, i % 11 == 10 ? Commands.turn(random.nextInt(2), 3) :
                    Commands.msi(random.nextInt(10) == 0 ? 0xf_ffff : 1, random.nextInt(12), 0));
            }
            for (int i = 3; i < MESSAGES - 1; i += 13)
            {
                frame.putLong(i << 3, Commands.timeWord(i));                    // the MSI behind it is its send time
            }

            int at = 0;
            while (at < MESSAGES << 3)
            {
                at = run.machine().apply(frame, at, MESSAGES << 3);
                run.machine().outputs().clear();
            }
            at = 0;
            while (at < MESSAGES << 3)
            {
                at = single.machine().apply(frame, at);
                single.machine().outputs().clear();
            }

            assertEquals(single.machine().digest(), run.machine().digest());
            assertEquals(single.machine().runDigest(), run.machine().runDigest());
        }
    }

    @Tag("M-MSIXLIVE")
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldGiveWhatTriggersAmongMessagesGiveOneByOne(final long seed)
    {
        try (V4Rig run = rig("4.1"); V4Rig single = rig("4.1"))
        {
            final ExpandableArrayBuffer tape = new ExpandableArrayBuffer();
            final int end = record(tape, new SplittableRandom(seed), run.machine().config().gicv4().msixAddress());
            for (int at = 0; at < end;)
            {
                at = run.machine().apply(tape, at, end);
                run.machine().outputs().clear();
            }
            for (int at = 0; at < end;)
            {
                at = single.machine().apply(tape, at);
                single.machine().outputs().clear();
            }

            assertEquals(single.machine().digest(), run.machine().digest());
            assertEquals(single.machine().runDigest(), run.machine().runDigest());
            assertEquals(single.machine().commandCount(), run.machine().commandCount());
            final FunctionAccounts functions = run.machine().functions();
            assertTrue(functions.sent() > 0 && functions.coalescedAtMask() > 0 && functions.notEnabled() > 0 &&
                functions.unreachable() > 0 && functions.coalescedAtEventfd() > 0);
        }
    }

    /** Records a run of a function with twelve vectors, every third of which an eventfd carries. */
    private static int record(final ExpandableArrayBuffer tape, final SplittableRandom random, final long address)
    {
        int end = MsixVerb.CREATE.encode(tape, 0, 1, 12, BAR);
        end = MsixVerb.CONTROL.encode(tape, end, 1, 1, 0);
        for (int vector = 0; vector < 12; vector++)
        {
            end = Commands.store(tape, end, BAR + vector * 16L, Long.BYTES, address);
            end = Commands.store(tape, end, BAR + vector * 16L + 8, Long.BYTES, vector);
            end = vector % 3 == 0 ? IrqfdVerb.ADD.encode(tape, end, vector, 1, vector) : end;
            end = vector % 6 == 0 ? IrqfdVerb.ROUTE.encode(tape, end, vector) : end;
        }
        for (int i = 0; i < 3_000; i++)
        {
            final int vector = random.nextInt(12);
            switch (random.nextInt(24))
            {
                case 0 -> end = Commands.store(tape, end, BAR + vector * 16L + 12, Integer.BYTES, random.nextInt(2));
                case 1 -> end = Commands.store(tape, end, BAR + vector * 16L + 8, Integer.BYTES, random.nextInt(13));
                case 2 -> end = Commands.store(tape, end, BAR + vector * 16L, Long.BYTES,
                    random.nextInt(4) == 0 ? 0x1234 : address);
                case 3 -> end = MsixVerb.CONTROL.encode(tape, end, 1, random.nextInt(5) == 0 ? 0 : 1,
                    random.nextInt(5) == 0 ? 1 : 0);
                case 4, 5 -> end = put(tape, end, Commands.msi(1, vector, 0));
                case 6 -> end = put(tape, end, Commands.turn(random.nextInt(2), 3));
                case 7 -> end = Commands.time(tape, end, i, i);
                default -> end = put(tape, end, Commands.trigger(random.nextInt(40) == 0 ? 2 : 1, vector, i));
            }
        }

        return end;
    }

    private static int put(final ExpandableArrayBuffer tape, final int end, final long word)
    {
        tape.putLong(end, word);

        return end + Long.BYTES;
    }

    @Test
    void shouldGiveATurnToEachSignalledCpu()
    {
        try (V4Rig groups = rig("4.1"); V4Rig singles = rig("4.1"))
        {
            for (final V4Rig rig : List.of(groups, singles))
            {
                rig.lines("msi 1 0", "msi 1 1", "msi 1 2", "msi 1 3", "msi 1 5");
            }
            frame.putLong(0, Commands.turns(0, 2));
            groups.machine().apply(frame, 0);
            frame.putLong(0, Commands.turn(0, 2));
            frame.putLong(8, Commands.turn(1, 2));
            singles.machine().apply(frame, 0, 16);

            assertEquals(singles.machine().digest(), groups.machine().digest());
            assertEquals(1, groups.machine().virqs().size());
            assertEquals(1, groups.machine().virqs().next(0));                  // its third is pending
        }
    }

    /** Bits 0, 5 and 15 of a word of the pending table make a translation of vLPI 8200. */
    @Test
    void shouldTranslateEachMessageAnewWhenSoftwareHasMadeTablesOverlap()
    {
        try (V4Rig rig = rig("4.1"))
        {
            rig.lines("config 0 8200 128 0", "map 0 1 20 0 8320", "map 0 1 21 0 8325", "map 0 1 22 0 8335",
                "map 0 2 0 0 8400", "msi 1 21", "msi 1 22");
            final V4Host host = rig.host();
            final long device = V4Rig.RAM + host.hardware.events().devices().entryOffset(2);
            rig.machine().apply(frame, 0, Commands.store(
                frame, 0, device, Long.BYTES, DeviceEntry.of(host.vm(0).vcpus[0].vpe.table, 11)));
            final int event = 8320 / Byte.SIZE / TranslationEntry.LENGTH;
            frame.putLong(0, Commands.msi(2, event, 0));
            frame.putLong(8, Commands.msi(1, 20, 0));
            frame.putLong(16, Commands.msi(2, event, 0));

            rig.machine().apply(frame, 0, 24);

            assertEquals("OK pending=1 route=VIRT vcpu=0 spurious=0", rig.line("state 0 8200"));
        }
    }

    /** Translates each message again in a state that was restored, and names the command there, too. */
    @ParameterizedTest(name = "restored {0}")
    @ValueSource(booleans = {false, true})
    void shouldNameTheMessageThatFoundALoss(final boolean isRestored)
    {
        try (V4Rig saved = rig("4.1"); V4Rig restored = new V4Rig("version=4.1 cpus=2 lpi_bits=14"))
        {
            saved.lines("msi 1 0");
            StateImage.of(saved.machine()).into(restored.machine());
            final V4Rig rig = isRestored ? restored : saved;
            assertEquals(isRestored, rig.host().tables.isStored());
            assertTrue(rig.host().hardware.vpes().mapped(0).clear(8200));
            for (int i = 0; i < 5; i++)
            {
                frame.putLong(i << 3, Commands.msi(1, i == 3 ? 0 : 1 + i, 0));
            }
            final long before = rig.machine().commandCount();

            rig.machine().apply(frame, 0, 5 << 3);

            final PendingMismatch found = rig.machine().accounts().firstMismatch();
            assertTrue(found.isLost());
            assertEquals(Intid.of(Intid.TYPE_LPI, 8200), found.intid());
            assertEquals(before + 4, found.command());
            assertEquals(before + 5, rig.machine().commandCount());
            assertEquals(0, rig.machine().untranslated());
        }
    }

    /** Lists the doorbell of a run, though the command before it rang as many doorbells as one command lists. */
    @Test
    void shouldListTheDoorbellOfARunAfterACommandThatRangMany()
    {
        try (V4Rig rig = rig("4.1"))
        {
            rig.lines("block 0 0");
            final Outputs outputs = rig.machine().outputs();
            outputs.clear();
            outputs.beginCommand();
            for (int i = 0; i < 1024; i++)
            {
                outputs.doorbell(0, 0, 9000);
            }
            assertEquals(2 * 1024, outputs.words());
            outputs.clear();
            frame.putLong(0, Commands.msi(1, 0, 0));

            rig.machine().apply(frame, 0, Long.BYTES);

            assertEquals(2, outputs.words());
            assertEquals(Outputs.DOORBELL, Outputs.kind(outputs.word(0)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.1", "4.0"})
    void shouldGiveWhatTheItsAndTheHandlerOfTheHostGive(final String version)
    {
        try (V4Rig at = rig(version); V4Rig inSteps = rig(version))
        {
            final SplittableRandom random = new SplittableRandom(8);
            final List<String> others = List.of("step", "ack 0 0", "ack 0 1", "begin disable 0 0", "begin enable 0 1",
                "eoi 0 0 8200", "move 0 1 3 0", "config 0 8203 64 0", "config 0 8203 64 1", "put 0 1", "load 0 1 1");
            for (int i = 0; i < 800; i++)
            {
                final int event = random.nextInt(12);
                final String other = others.get(random.nextInt(others.size()));
                assertEquals(at.line(other), inSteps.line(other));
                at.line("msi 1 " + event);
                inSteps.host().hardware.its().message(1, event);
                inSteps.host().interrupts.take();
                if (event < 10)
                {
                    inSteps.host().vm(0).lpiAccount.event(8200 + event);
                }

                assertEquals(inSteps.machine().digest(), at.machine().digest(), other + ", then event " + event);
            }
        }
    }

    private static V4Rig rig(final String version)
    {
        final V4Rig rig = new V4Rig("version=" + version + " cpus=2 lpi_bits=14");
        rig.line("create_vm 2");
        rig.lines("enable 0 0", "load 0 0 0", "load 0 1 1");
        for (int event = 0; event < 10; event++)
        {
            rig.lines("map 0 1 " + event + " " + event % 2 + " " + (8200 + event),
                "config 0 " + (8200 + event) + " 128 1");
        }

        return rig;
    }
}
