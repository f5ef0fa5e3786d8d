package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.Commands;
import org.gale.engine.command.IrqfdVerb;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.config.Outcome;
import org.gale.engine.journal.AppendResult;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.FrameLog;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.StormAccounting;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.ForwardingLog;
import org.gale.engine.support.MemoryDirectory;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of storms on the wall clock that are killed within a plug of a function, and resumed. The journal of a whole
 * run says where the commands of plugs are; a run under a clock that steps is the same up to there. Its last frame ends
 * after one of them, as that of a journal with shorter frames.
 */
@Tag("P1")
@Tag("P6")
class WallPlugResumeTest
{
    private static final long COUNT = 260;
    private static final int EVENTS = 3;

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    /**
     * Place in a journal.
     *
     * @param frame   number of a frame of commands, from 1
     * @param command number of a command in it, from 1
     */
    private record Cut(long frame, int command)
    {
    }

    /** Log whose process dies after a command, which is the last one of its journal, and is not applied. */
    private static final class CutLog extends ForwardingLog
    {
        private final Cut cut;
        private long frames;

        CutLog(final FrameLog log, final Cut cut)
        {
            super(log);
            this.cut = cut;
        }

        @Override
        public AppendResult appendCommands(final int count, final int lengthBytes)
        {
            final boolean isCut = frames + 1 == cut.frame();
            final CommandCursor cursor = new CommandCursor().wrap(
                frame(), payloadOffset(), payloadOffset() + lengthBytes);
            int bytes = 0;
            for (int i = 0; isCut && i < cut.command() && cursor.next(); i++)
            {
                bytes += CommandWord.length(cursor.word()) << 3;
            }
            final AppendResult result = isCut ? super.appendCommands(cut.command(), bytes) :
                super.appendCommands(count, lengthBytes);
            frames += result == AppendResult.NOT_READY ? 0 : 1;
            if (isCut && result == AppendResult.APPENDED)
            {
                throw new DyingLog.DeadException();
            }

            return result;
        }

        @Override
        public void close()
        {
            // Nobody closes anything.
        }
    }

    private StormPlan plan(final Map<String, String> keys, final Path journal)
    {
        return KilledStorm.plan(SettingValues.NONE.with(StormSettings.PROFILE, "msix").with(StormSettings.VMS, 2L)
            .with(StormSettings.VPES, 2L).with(StormSettings.DEVICES, 2L).with(StormSettings.EVENTS, (long)EVENTS)
            .with(StormSettings.PES, 4L).with(StormSettings.COUNT, COUNT).with(StormSettings.RATE, 4e6)
            .withAll(MigratingStorm.own("msix", keys)), journal);
    }

    /** Returns the names of the commands of functions and eventfds after the first trigger, by their places. */
    private static Map<Cut, String> commands(final Path journal) throws IOException
    {
        final Map<Cut, String> commands = new LinkedHashMap<>();
        long frames = 0;
        boolean isSetUp = false;
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (reader.next())
            {
                frames += reader.kind() == Frame.COMMANDS ? 1 : 0;
                final CommandCursor cursor = new CommandCursor().wrap(
                    reader.buffer(), reader.payloadOffset(), reader.payloadOffset() + reader.payloadLength());
                for (int i = 1; reader.kind() == Frame.COMMANDS && cursor.next(); i++)
                {
                    isSetUp |= cursor.opcode() == CommandWord.TRIGGER;
                    final String name = name(cursor);
                    if (isSetUp && name != null)
                    {
                        commands.put(new Cut(frames, i), name);
                    }
                }
            }
        }

        return commands;
    }

    private static String name(final CommandCursor cursor)
    {
        if (cursor.opcode() == CommandWord.STORE)
        {
            return "STORE";
        }
        if (cursor.opcode() != CommandWord.HOST)
        {
            return null;
        }

        return Commands.hostFamily(cursor.word()) == MsixVerb.FAMILY ? MsixVerb.of(cursor.word()).name() :
            "EVENTFD " + IrqfdVerb.of(cursor.word()).name();
    }

    /**
     * Storms that die after each command of their plugs, alone and next to masks and retargets: the next run ends the
     * plug, loses nothing and rejects nothing, and leaves no function out.
     */
    @ParameterizedTest
    @CsvSource({"1/80, 0, 0", "1/60, 1/90, 1/70"})
    void shouldResumeFromEachCommandOfAPlug(final String plugs, final String masks, final String retargets)
        throws IOException
    {
        final Map<String, String> keys = Map.of("plugs", plugs, "masks", masks, "retargets", retargets);
        final Path whole = directory.resolve("whole");
        final StormPlan plan = plan(keys, whole);
        final StormResult uncut = KilledStorm.whole(plan, whole);
        final Map<Cut, String> commands = commands(whole);
        final Set<String> kinds = new HashSet<>(commands.values());
        assertTrue(kinds.containsAll(Set.of("CONTROL", "DESTROY", "CREATE", "STORE", "EVENTFD REMOVE", "EVENTFD ADD",
            "EVENTFD ROUTE")), kinds::toString);
        assertTrue(plugs(uncut) >= 3, uncut.totals().actions().kinds()::toString);
        final List<String> wrong = new ArrayList<>();
        int number = 0;
        for (final Cut cut : cuts(commands))
        {
            final String name = commands.get(cut) + " of " + cut;
            final Path left = directory.resolve("left" + number++);
            final StormPlan killed = plan(keys, left);
            KilledStorm.leave(killed, left, log -> new CutLog(log, cut));
            assertWhole(KilledStorm.resume(killed), left, name, wrong);
        }
        assertEquals(List.of(), wrong);
    }

    /** Returns the places at which frames may end: in a plug each command, elsewhere the last one of its frame. */
    private static List<Cut> cuts(final Map<Cut, String> commands)
    {
        final Set<Long> plugs = commands.entrySet().stream().filter(each -> each.getValue().equals("DESTROY"))
            .map(each -> each.getKey().frame()).collect(Collectors.toSet());

        return commands.keySet().stream().filter(cut -> plugs.contains(cut.frame()) ||
            !commands.containsKey(new Cut(cut.frame(), cut.command() + 1))).toList();
    }

    private static long plugs(final StormResult result)
    {
        return result.totals().actions().kinds().stream().filter(kind -> kind.done().equals("plug"))
            .mapToLong(kind -> kind.completed()).sum();
    }

    private static void assertWhole(
        final StormResult result, final Path journal, final String name, final List<String> wrong) throws IOException
    {
        if (result.verdict().failure() != null)
        {
            wrong.add(name + ": " + result.verdict().failure());
            return;
        }
        final boolean isEmpty = result.totals().actions().kinds().stream().anyMatch(AskedActions::isEmpty);
        final StormAccounting accounting = result.totals().accounting();
        assertEquals(isEmpty ? Outcome.SKIPPED : Outcome.OK, result.verdict().outcome(), name);
        assertEquals(COUNT, accounting.offered(), name);
        assertEquals(COUNT, accounting.delivered() + accounting.coalesced(), name);
        assertEquals(0, accounting.remainder(), name);
        assertEquals(0, accounting.vectors().held(), name);
        assertEquals(0, accounting.rejected().values().stream().mapToLong(Long::longValue).sum(), name);
        assertTrue(Replay.verify(journal, ReplayProgress.NONE, Machines.FACTORY).isEqual(), name);
        final Map<Cut, String> all = commands(journal);
        assertEquals(count(all, "DESTROY"), count(all, "CREATE"), name);
        assertEquals(count(all, "EVENTFD REMOVE"), count(all, "EVENTFD ADD"), name);
    }

    private static long count(final Map<Cut, String> commands, final String name)
    {
        return commands.values().stream().filter(name::equals).count();
    }
}
