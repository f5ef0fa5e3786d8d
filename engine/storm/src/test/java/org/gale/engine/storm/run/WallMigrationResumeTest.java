package org.gale.engine.storm.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.command.V4Verb;
import org.gale.engine.command.VmVerb;
import org.gale.engine.config.Outcome;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.replay.Replay;
import org.gale.engine.replay.ReplayProgress;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.result.StormResult;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.MemoryDirectory;
import org.gale.engine.system.Machines;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Tests of storms on the wall clock that are killed at each command of a migration, and resumed. The journal of a whole
 * run says where these commands are; a run under a clock that steps is the same up to there.
 */
@Tag("M-MIG-1")
@Tag("M-MIG-2")
class WallMigrationResumeTest
{
    private static final long COUNT = 420;
    private static final String PROFILE = "overcommit";

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    private static StormPlan plan(final String profile, final Map<String, String> keys, final Path journal)
    {
        final SettingValues values = SettingValues.NONE.with(StormSettings.PROFILE, profile)
            .with(StormSettings.VMS, 3L).with(StormSettings.VPES, 2L).with(StormSettings.DEVICES, 2L)
            .with(StormSettings.EVENTS, 32L).with(StormSettings.COUNT, COUNT).with(StormSettings.RATE, 4e6)
            .withAll(MigratingStorm.own(profile, keys));
        final SettingValues given =
            profile.equals(PROFILE) ? values.with(StormSettings.PES, 3L) : values.with(StormSettings.PES, 6L);

        return KilledStorm.plan(given, journal);
    }

    /** Returns the frames of commands that have a step of a migration or a message that is held, by their numbers. */
    private static Map<Long, String> steps(final Path journal) throws IOException
    {
        final Map<Long, String> steps = new LinkedHashMap<>();
        long frames = 0;
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (reader.next())
            {
                frames += reader.kind() == Frame.COMMANDS ? 1 : 0;
                final CommandCursor cursor = new CommandCursor().wrap(
                    reader.buffer(), reader.payloadOffset(), reader.payloadOffset() + reader.payloadLength());
                while (reader.kind() == Frame.COMMANDS && cursor.next())
                {
                    final String name = name(cursor);
                    if (name != null)
                    {
                        steps.put(frames, name);
                    }
                }
            }
        }

        return steps;
    }

    private static String name(final CommandCursor cursor)
    {
        final long word = cursor.word();
        if (cursor.opcode() != CommandWord.HOST)
        {
            return null;
        }
        if (Commands.hostFamily(word) == KvmVerb.FAMILY)
        {
            final KvmVerb verb = KvmVerb.of(word);

            return verb == KvmVerb.PRECOPY || verb == KvmVerb.MIGRATE || verb == KvmVerb.STEP ||
                verb == KvmVerb.HOLD ? verb.name() : null;
        }
        if (Commands.hostFamily(word) == VmVerb.FAMILY)
        {
            return VmVerb.of(word).name();
        }
        final V4Verb verb = V4Verb.of(word);

        return verb == V4Verb.PRECOPY || verb == V4Verb.MIGRATE || verb == V4Verb.STEP ? verb.name() : null;
    }

    /** Each migration has seven commands; the kill comes before the frame of each, and behind it, applied or not. */
    @ParameterizedTest
    @CsvSource({ "move, none", "update, none", "move, save 1/1" })
    @Tag("P1")
    @Tag("P6")
    void shouldResumeFromEachCommandOfAMigration(final String kind, final String fail) throws IOException
    {
        final Map<String, String> keys = Map.of("migration-every", "1/300", "slice", "20us",
            "migration-kind", kind, "migration-fail", fail);
        killAtEachStep(PROFILE, keys);
    }

    @Test
    @Tag("P1")
    @Tag("P6")
    void shouldResumeFromEachCommandOfAMigrationOfAGicv4Host() throws IOException
    {
        killAtEachStep("direct", Map.of("migration-every", "1/300", "toggles", "0", "moves", "0"));
    }

    @ParameterizedTest
    @CsvSource({ "move, none", "update, none", "move, save 1/1", "move, resume 1/2" })
    @Tag("M-MIG-9")
    @Tag("P1")
    @Tag("P6")
    void shouldResumeFromEachCommandOfAMigrationOfFunctions(final String kind, final String fail) throws IOException
    {
        killAtEachStep("msix", Map.of("migration-every", "1/100", "masks", "1/40", "retargets", "1/50",
            "migration-kind", kind, "migration-fail", fail));
    }

    /** A storm that dies in passes goes on with the next one: each VM that stops has them all (M-MIG-8). */
    @ParameterizedTest
    @CsvSource({ "overcommit", "direct", "msix" })
    @Tag("P1")
    @Tag("M-MIG-8")
    void shouldGoOnWithTheNextPass(final String profile) throws IOException
    {
        final Map<String, String> keys = new HashMap<>(Map.of("migration-every", "1/300", "migration-precopy", "3"));
        keys.putAll(switch (profile)
        {
            case PROFILE -> Map.of("slice", "20us");
            case "direct" -> Map.of("toggles", "0", "moves", "0");
            default -> Map.of("masks", "1/40");
        });
        killAtEachStep(profile, keys);
        final List<String> names = List.copyOf(steps(directory.resolve("whole")).values());
        final List<String> passes = List.of("PRECOPY", "PRECOPY", "PRECOPY", "MIGRATE");
        assertEquals(passes, names.subList(0, passes.size()));
        int resumed = 0;
        for (final Path left : left())
        {
            final List<String> ofLeft = List.copyOf(steps(left).values());
            final boolean isAny = ofLeft.contains("PRECOPY");
            resumed += isAny ? 1 : 0;
            assertEquals(isAny ? passes : List.of(), isAny ? ofLeft.subList(0, passes.size()) : ofLeft, left::toString);
        }
        assertTrue(resumed > 2 * passes.size(), resumed + " of " + left());
    }

    /** The event is in the journal after which a step of a mask was due, and the step is not: the last one unmasks. */
    @ParameterizedTest
    @CsvSource({ "1/150, 0", "1/150, 1/160" })
    @Tag("P1")
    void shouldLeaveNothingMasked(final String masks, final String migrations) throws IOException
    {
        final Map<String, String> keys = Map.of("masks", masks, "migration-every", migrations);

        kill("msix", keys, actions(whole("msix", keys)));
    }

    /** Returns the frames of commands that act on functions after the first trigger, by their numbers. */
    private static Map<Long, String> actions(final Path journal) throws IOException
    {
        final Map<Long, String> actions = new LinkedHashMap<>();
        long frames = 0;
        boolean isSetUp = false;
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (reader.next())
            {
                frames += reader.kind() == Frame.COMMANDS ? 1 : 0;
                final CommandCursor cursor = new CommandCursor().wrap(
                    reader.buffer(), reader.payloadOffset(), reader.payloadOffset() + reader.payloadLength());
                while (reader.kind() == Frame.COMMANDS && cursor.next())
                {
                    isSetUp |= cursor.opcode() == CommandWord.TRIGGER;
                    if (isSetUp && (cursor.opcode() == CommandWord.STORE || cursor.opcode() == CommandWord.HOST))
                    {
                        actions.put(frames, "action");
                    }
                }
            }
        }

        return actions;
    }

    private List<Path> left() throws IOException
    {
        try (Stream<Path> all = Files.list(directory))
        {
            return all.filter(path -> path.getFileName().toString().matches("left-\\d+(true|false)")).toList();
        }
    }

    private void killAtEachStep(final String profile, final Map<String, String> keys) throws IOException
    {
        final Path whole = whole(profile, keys);
        kill(profile, keys, steps(whole));
    }

    private void kill(final String profile, final Map<String, String> keys, final Map<Long, String> steps)
        throws IOException
    {
        final List<String> wrong = new ArrayList<>();
        assertTrue(steps.size() >= 3, steps.toString());
        for (final Map.Entry<Long, String> step : steps.entrySet())
        {
            for (final boolean isAppended : new boolean[]{ false, true })
            {
                final String name = step.getValue() + " of frame " + step.getKey() + (isAppended ? " behind" : "");
                final Path left = directory.resolve("left-" + step.getKey() + isAppended);
                final StormPlan killed = plan(profile, keys, left);
                KilledStorm.leave(
                    killed, left, log -> new DyingLog(log, step.getKey(), isAppended));
                final StormResult result = KilledStorm.resume(killed);
                if (result.verdict().failure() != null)
                {
                    wrong.add(name + ": " + result.verdict().failure());
                }
                else
                {
                    assertEquals(isSkipped(result) ? Outcome.SKIPPED : Outcome.OK, result.verdict().outcome(), name);
                    assertEquals(COUNT, result.totals().accounting().offered(), name);
                    assertEquals(0, result.totals().accounting().remainder(), name);
                    assertEquals(0, result.totals().accounting().account().held(), name);
                    assertTrue(Replay.verify(left, ReplayProgress.NONE, Machines.FACTORY).isEqual(), name);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    /** Runs a storm to its end, and returns its journal. */
    private Path whole(final String profile, final Map<String, String> keys) throws IOException
    {
        final Path whole = directory.resolve("whole");
        KilledStorm.whole(plan(profile, keys, whole), whole);

        return whole;
    }

    /** Returns whether the last action of a kind had ended when the process died: then none is left to be due. */
    private static boolean isSkipped(final StormResult result)
    {
        return result.totals().actions().kinds().stream().anyMatch(kind -> !kind.rate().isNone() && kind.due() == 0);
    }
}
