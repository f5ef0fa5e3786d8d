package org.gale.engine.cli.forms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * Each pair of states of soundness of a baseline and of a candidate: two whole reports, one of each clock, and the same
 * altered at one place. The rule is that of the book, over states and not over JSON; every form says what it says.
 */
@Tag("P1")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SoundnessPairsTest
{
    private static final int ASKED = 5_000;
    private static final int OTHER = 7_000;
    private static final List<Integer> UNSOUND = List.of(1, 5, 6, 7, 8);
    private static final List<Integer> PARTIAL = List.of(4, 130);
    private static final String EXIT = "/exit";
    private static final String KEPT = "/generator/kept_up";
    private static final String RATE = "/config/rate_per_s";
    private static final String REMAINDER = "/accounting/remainder";
    /** States that differ from others by a number alone: each is paired with a sound report. */
    private static final String ALIKE = ".-exit(?:1|5|6|8|130)|.-of-vm|gale.storm-[23]";
    /** Storm whose handlers take no time: without their ends it is one of an earlier version. */
    private static final String JOB = """
        job: pair
        clock: virtual
        count: 600
        costs: {base: armv8-vhe, eoi: 0ns}
        machine:
          kind: gicv4
          injection: {toggles: 1/200, moves: 1/200}
          partitions: [{name: one, pes: 2}, {name: two, pes: 2}]
        vms:
          - name: a
            partition: one
            vpes: 2
            devices: [{name: d, count: 1, events: 4, traffic: {kind: open, rate: 100k}}]
          - name: b
            partition: two
            vpes: 2
            devices: [{name: d, count: 1, events: 4, traffic: {kind: open, rate: 20k}}]
        phases:
          - {name: calm, duration: 3ms}
          - {name: noise, duration: 1s}
        """;

    @TempDir
    private static Path directory;
    private List<ReportState> wall;
    private List<ReportState> modelled;

    @BeforeAll
    void makeReports() throws IOException
    {
        final ObjectNode ran = Altered.storm(directory, 0, "--rate", Integer.toString(ASKED), "--count", "100",
            "--vms", "2", "--vpes", "1", "--pes", "2", "--devices", "1", "--events", "4", "--no-replay");
        wall = ofTheWall(Altered.at(ran, KEPT, true));
        final Path job = Files.writeString(directory.resolve("j.yaml"), JOB);
        modelled = ofTheModel(Altered.storm(directory, 0, job.toString()));
        modelled.add(ReportState.sound("m-engines", modelled.get(0).clock(), null,
            Altered.storm(directory, 0, job.toString(), "--engines", "2")));
        for (final List<ReportState> states : List.of(wall, modelled))
        {
            for (final ReportState state : states)
            {
                Altered.write(directory, state.name() + ".json", state.json());
            }
        }
    }

    private static List<ReportState> ofTheWall(final ObjectNode report)
    {
        final ReportState kept = ReportState.sound("kept", "wall", ASKED, report);
        final List<ReportState> states = new ArrayList<>(common(kept));
        final ObjectNode missed = Altered.at(report, KEPT, false);
        states.add(ReportState.sound("kept-other", "wall", OTHER, Altered.at(report, RATE, OTHER)));
        states.add(ReportState.sound("kept-none", "wall", null, Altered.at(report, RATE, null)));
        states.add(kept.missing("missed", ASKED, missed));
        states.add(kept.missing("missed-other", OTHER, Altered.at(missed, RATE, OTHER)));
        states.add(kept.missing("missed-none", null, Altered.at(missed, RATE, null)));
        states.add(kept.doubted("unsaid", "does not say whether it kept its rate", Altered.at(report, KEPT, null)));

        return states;
    }

    private static List<ReportState> ofTheModel(final ObjectNode report)
    {
        final ReportState sound = ReportState.sound("modelled", "virtual", null, report);
        final List<ReportState> states = new ArrayList<>();
        common(sound).forEach(state -> states.add(state));
        states.add(sound.unsound("of-phase", "remainder 3 of phase noise",
            Altered.at(report, "/phases/1/accounting/remainder", 3)));
        states.add(sound.unsound("of-group-in-phase", "remainder 4 of group b in phase calm",
            Altered.at(report, "/phases/0/groups/1/accounting/remainder", 4)));
        states.add(sound.unsound("of-group", "remainder 2 of group b",
            Altered.at(report, "/groups/1/accounting/remainder", 2)));
        final ObjectNode toggles = Altered.at(report, "/actions/toggles/kept_up", false);
        states.add(sound.without("toggles-missed", "toggles (1/200)", toggles));
        states.add(sound.without("toggles-missed-other", "toggles (1/100)",
            Altered.at(Altered.at(toggles, "/actions/toggles/asked", "1/100"), "/actions/toggles/due",
            report.at("/accounting/offered").asLong() / 100)));
        states.add(sound.without("moves-missed", "moves (1/200)", Altered.at(report, "/actions/moves/kept_up", false)));

        return states;
    }

    /** Returns the states that a report of each clock may have, itself first. */
    private static List<ReportState> common(final ReportState sound)
    {
        final String of = sound.name().charAt(0) + "-";
        final JsonNode report = sound.json();
        final List<ReportState> states = new ArrayList<>(List.of(sound));
        UNSOUND.forEach(code -> states.add(
            sound.unsound(of + "exit" + code, "exit code " + code, Altered.at(report, EXIT, code))));
        PARTIAL.forEach(code -> states.add(
            sound.doubted(of + "exit" + code, "ended with exit code " + code, Altered.at(report, EXIT, code))));
        states.add(sound.unsound(of + "remainder", "remainder -1", Altered.at(report, REMAINDER, -1)));
        states.add(sound.unsound(of + "of-vm", "remainder 5 of VM 1",
            Altered.at(report, "/accounting/vms/1/remainder", 5)));
        states.add(sound.unsound(of + "failure", "P1 broken: it is lost",
            Altered.at(report, "/failure", "P1 broken: it is lost")));
        states.add(sound.doubted(of + "no-exit", "does not say its exit code", Altered.at(report, EXIT, null)));
        states.add(sound.doubted(of + "no-remainder", "does not say its remainder",
            Altered.at(report, REMAINDER, null)));
        final ReportState seed = ReportState.sound(of + "seed", sound.clock(), sound.rate(),
            Altered.at(report, "/seed", 99));
        states.add(seed);

        return states;
    }

    /** Each baseline beside all candidates in one command, whose exit code is the worst of all pairs. */
    @TestFactory
    List<DynamicTest> shouldSayOfEachPairInEachFormWhatTheBookSays()
    {
        final List<DynamicTest> tests = new ArrayList<>();
        for (final List<ReportState> states : List.of(wall, modelled))
        {
            final List<ReportState> kinds =
                states.stream().filter(state -> !state.name().matches(ALIKE)).toList();
            kinds.forEach(baseline -> tests.add(dynamicTest(baseline.name(), () -> checkAll(baseline, kinds))));
        }

        return tests;
    }

    /** Each pair with a report that is sound alone in a command, which has an exit code of its own. */
    @TestFactory
    List<DynamicTest> shouldEndWithTheExitCodeOfThePair()
    {
        final List<DynamicTest> tests = new ArrayList<>();
        for (final List<ReportState> states : List.of(wall, modelled))
        {
            for (final ReportState state : states)
            {
                tests.add(dynamicTest(state.name() + " after", () -> check(states.get(0), List.of(state), true)));
                if (!state.name().matches(ALIKE))
                {
                    tests.add(dynamicTest(
                        state.name() + " before", () -> check(state, List.of(states.get(0)), false)));
                }
            }
        }

        return tests;
    }

    /** One report alone is judged by conditions: it fails if it is not sound, and is doubted if it is not whole. */
    @TestFactory
    List<DynamicTest> shouldJudgeEachReportAloneInEachForm()
    {
        final List<DynamicTest> tests = new ArrayList<>();
        for (final List<ReportState> states : List.of(wall, modelled))
        {
            for (final ReportState state : states)
            {
                final Word word = state.fault() != null ? Word.FAILED :
                    state.doubt() != null ? Word.UNKNOWN : Word.PASSED;
                tests.add(dynamicTest(state.name(), () -> agree(Map.of(file(state), word), CompareForms.of(directory,
                    false, List.of(file(state), "--fail-if", "offered < 1")))));
                if (state.fault() == null && !state.name().matches(ALIKE))
                {
                    tests.add(dynamicTest(state.name() + " fails", () -> agree(Map.of(file(state), Word.FAILED),
                        CompareForms.of(directory, false, List.of(file(state), "--fail-if", "offered > 1")))));
                }
            }
        }

        return tests;
    }

    @Test
    void shouldHavePairsOfEachWord()
    {
        for (final Word word : List.of(Word.PASSED, Word.UNKNOWN, Word.FAILED))
        {
            assertTrue(wall.stream().anyMatch(one -> wall.stream().anyMatch(other -> one.after(other) == word)),
                word.toString());
        }
    }

    private void checkAll(final ReportState baseline, final List<ReportState> states) throws IOException
    {
        final CompareForms forms = check(baseline, states, false);
        final List<String> sentences = forms.out().lines().filter(line -> line.startsWith("verdict  ")).toList();
        for (int i = 0; i < states.size(); i++)
        {
            for (final String reason : states.get(i).reasons(baseline))
            {
                final String said = sentences.get(i).replace(directory + "/", "").replace(".json", "");
                assertTrue(said.contains(reason), () -> reason + " is missing in: " + said);
            }
        }
    }

    private CompareForms check(final ReportState baseline, final List<ReportState> candidates, final boolean hasPage)
        throws IOException
    {
        final List<String> words = new ArrayList<>(List.of(file(baseline)));
        final Map<String, Word> expected = new TreeMap<>();
        for (final ReportState candidate : candidates)
        {
            words.add(file(candidate));
            expected.put(file(candidate), candidate.after(baseline));
        }
        final CompareForms forms = CompareForms.of(directory, hasPage, words);
        if (hasPage)
        {
            forms.withJson(words);
        }
        agree(expected, forms);

        return forms;
    }

    private static void agree(final Map<String, Word> expected, final CompareForms forms)
    {
        assertEquals(Word.worst(expected.values()), forms.said().get("exit").all(), "exit code: " + forms.err());
        forms.said().forEach((form, said) ->
        {
            assertEquals(said.of().isEmpty() ? Map.of() : expected, said.of(), form + " and the book");
            assertEquals(Word.worst(expected.values()), said.all(), form);
        });
    }

    private String file(final ReportState state)
    {
        return directory.resolve(state.name() + ".json").toString();
    }
}
