package org.gale.engine.cli.journal;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.V4Verb;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.profile.StormProfile;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.Setting;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.support.StormConfigs;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of toggles and moves by the number of events: what stands where in the journal, whatever the host does. */
class DirectEventsTest
{
    private static final List<String> SHAPE =
        List.of("--vms", "2", "--vpes", "3", "--devices", "2", "--events", "32", "--latency", "off", "--warmup", "0");
    private static final String DENSE = "-C toggles=1/500 -C moves=1/70";
    private static final StormProfile PROFILE = JobProfiles.ALL.of("direct");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    /**
     * Command of the operator.
     *
     * @param event  events in front of it in the journal
     * @param isLast true if the last of these events lies in the frame of the command
     */
    private record Action(long event, boolean isLast, V4Verb verb, List<Long> operands)
    {
        @Override
        public String toString()
        {
            return event + " " + verb + ' ' + operands;
        }
    }

    /** With one toggle in 8,000 events a step follows each eighth event. */
    @Test
    void shouldBeginAndStepBehindTheirEvents() throws IOException
    {
        final Path journal = storm("a", "--count 20k -C toggles=1/8k -C moves=0");

        final List<Action> actions = actions(journal);
        final List<Long> begins = events(actions, V4Verb.BEGIN_ENABLE, V4Verb.BEGIN_DISABLE);
        assertEquals(List.of(8_000L, 16_000L), begins);
        for (final long begin : begins)
        {
            final List<Long> steps = events(actions, V4Verb.STEP).stream()
                .filter(event -> event > begin && event < begin + 8_000).toList();
            assertTrue(steps.size() > 8, steps.toString());
            for (int i = 0; i < steps.size(); i++)
            {
                assertEquals(begin + 8L * (i + 1), steps.get(i));
            }
        }
        assertTrue(actions.stream().allMatch(Action::isLast), actions.toString());
    }

    @Test
    void shouldMoveBehindItsEvents() throws IOException
    {
        final Path journal = storm("a", "--count 6k -C toggles=0 -C moves=2/140");

        final List<Action> actions = actions(journal);
        for (final Action action : actions)
        {
            assertEquals(0, action.event() % 70, action.toString());
            assertTrue(action.isLast(), action.toString());
        }
        final long moves = actions.stream().mapToLong(Action::event).distinct().count();
        assertTrue(moves > 60 && moves <= 85, moves + " moves");               // a vCPU is not exchanged with itself
    }

    /** However the frames are cut: by a small window, by a clock, by forces, or by guests that need time. */
    @ParameterizedTest
    @ValueSource(strings = {"-C window=3", "--rate 300k", "--durability forced", "-C handler=20us", "--seed 1"})
    void shouldBeTheSameOnEveryHost(final String host) throws IOException
    {
        final List<Action> usual = actions(storm("a", "--count 3k " + DENSE));
        final List<Action> other = actions(storm("b", "--count 3k " + DENSE + ' ' + host));

        assertTrue(usual.size() > 150, usual.toString());
        assertEquals(texts(usual), texts(other));
        assertTrue(other.stream().allMatch(action -> action.isLast() || action.event() == 3_000), other.toString());
    }

    @Test
    void shouldDrawOtherActionsFromAnotherSeed() throws IOException
    {
        final List<Action> one = actions(storm("a", "--count 3k " + DENSE));
        final List<Action> other = actions(storm("b", "--count 3k " + DENSE + " --seed 2"));

        assertTrue(!texts(one).equals(texts(other)), one.toString());
    }

    /** The transition that begins behind the last event goes to its end, so that nothing waits for it. */
    @Test
    void shouldEndATransitionThatIsOpenWhenTheEventsEnd() throws IOException
    {
        final List<Action> actions = actions(storm("a", "--count 500 " + DENSE));

        assertEquals(List.of(500L), events(actions, V4Verb.BEGIN_ENABLE, V4Verb.BEGIN_DISABLE));
        assertTrue(events(actions, V4Verb.STEP).size() > 8, actions.toString());
        assertTrue(out.toString().contains("toggles 1/500 events: 1 of 1 begun, 1 completed \u00b7 kept up"),
            out.toString());
        assertTrue(out.toString().contains("\n  pending                   0"), out.toString());
    }

    /** A journal that was left holds an event and what is due behind it, or neither. */
    @ParameterizedTest(name = "after {0} frames, the last applied: {1}")
    @CsvSource({"50, true", "100, false", "101, true", "102, false", "103, true", "104, false", "200, true"})
    void shouldContinueAtTheRightPlace(final long frames, final boolean applies) throws IOException
    {
        final List<String> whole = texts(actions(storm("a", "--count 3k " + DENSE)));
        final Path left = directory.resolve("left");
        final StormConfig config = StormConfigs.begin().vms(2).vpes(3).devices(2).events(32).untimed()
            .countLimit(3_000).latencyEvery(0).build();
        SettingValues own = SettingValues.NONE;
        for (final Setting<?> setting : PROFILE.settings())
        {
            own = setting.name().equals("toggles") ? own.withText(setting, "1/500") :
                setting.name().equals("moves") ? own.withText(setting, "1/70") : own;
        }
        Storms.leave(left, PROFILE, config, own, frames, applies);
        final long before = actions(left).stream().mapToLong(Action::event).max().orElse(0);

        assertEquals(ExitCode.OK, gale("storm", "--resume", left.toString()), err.toString());

        assertTrue(before > 100 && before < 2_900, "left behind event " + before);
        assertEquals(whole, texts(actions(left)));
    }

    private Path storm(final String name, final String words) throws IOException
    {
        final Path journal = directory.resolve(name);
        final List<String> arguments = new ArrayList<>(List.of("storm", "direct", "--journal", journal.toString()));
        arguments.addAll(SHAPE);
        arguments.addAll(List.of(words.split(" ", -1)));

        assertEquals(ExitCode.OK, gale(arguments.toArray(new String[0])), err.toString());

        return journal;
    }

    private int gale(final String... arguments)
    {
        return GaleRun.of(out, err, arguments);
    }

    private static List<String> texts(final List<Action> actions)
    {
        return actions.stream().map(Action::toString).toList();
    }

    private static List<Long> events(final List<Action> actions, final V4Verb... verbs)
    {
        return actions.stream().filter(action -> List.of(verbs).contains(action.verb())).map(Action::event)
            .collect(Collectors.toList());
    }

    /** Returns the commands of the operator behind the first event. */
    private static List<Action> actions(final Path journal) throws IOException
    {
        final List<Action> actions = new ArrayList<>();
        long events = 0;
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (reader.next())
            {
                events += reader.kind() == Frame.COMMANDS ? read(reader, events, actions) : 0;
            }
        }

        return actions;
    }

    /** Adds the actions of a frame, and returns its events. */
    private static long read(final JournalReader reader, final long before, final List<Action> actions)
    {
        final CommandCursor cursor = new CommandCursor().wrap(
            reader.buffer(), reader.payloadOffset(), reader.payloadOffset() + reader.payloadLength());
        long events = 0;
        while (cursor.next())
        {
            events += cursor.opcode() == CommandWord.MSI ? 1 : 0;
            final V4Verb verb = V4Verb.of(cursor.word());
            if (verb != null && before + events > 0)
            {
                final List<Long> operands = new ArrayList<>();
                for (int i = 0; i < verb.operands(); i++)
                {
                    operands.add(V4Verb.operand(reader.buffer(), cursor.offset(), i));
                }
                actions.add(new Action(before + events, events > 0, verb, operands));
            }
        }

        return events;
    }
}
