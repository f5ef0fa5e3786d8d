package org.gale.engine.cli.storm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.scenario.MachineSettings;
import org.gale.engine.storm.scenario.StormSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.CommandSpec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of how the command line spells the settings of a storm. */
class StormOptionsTest
{
    private static final String INDENT = " ".repeat(27);

    private final List<String> lines = new ArrayList<>();

    @Test
    void shouldSpellSettingsAsUsersWriteThem()
    {
        assertEquals("--vms", StormOptions.SPELLING.of(StormSettings.VMS));
        assertEquals("-C window", StormOptions.SPELLING.of(StormSettings.WINDOW));
        assertEquals("--no-replay", StormOptions.SPELLING.of(StormSettings.REPLAY));
        assertEquals("--set vms.a.vpes=4", StormOptions.SPELLING.assignment("vms.a.vpes", "4"));
        assertEquals("gale storm --vms 3", StormOptions.SPELLING.storm(StormSettings.VMS, 3));
        assertEquals("gale replay run1 --to 5 --step", StormOptions.SPELLING.step(Path.of("run1"), 5));
        assertEquals("gale journal describe --job run1 > JOB.yaml && gale storm JOB.yaml --journal DIR",
            StormOptions.SPELLING.again(Path.of("run1")));
        assertEquals("gale journal describe --job 'run 1' > JOB.yaml && gale storm JOB.yaml --journal DIR",
            StormOptions.SPELLING.again(Path.of("run 1")));
    }

    @ParameterizedTest
    @CsvSource({
        "vms,    3,     '--vms 3'",
        "window, 5,     '-C window=5'",
        "replay, off,   --no-replay",
        "replay, false, --no-replay",
        "replay, on,    ''",
        "replay, true,  ''"})
    void shouldGiveASettingItsValue(final String name, final String value, final String words)
    {
        assertEquals(words, String.join(" ", StormOptions.assigned(name, value)));
    }

    @Test
    void shouldRefuseANameThatNoSettingHas()
    {
        assertEquals("no option is named so: vnms",
            assertThrows(IllegalArgumentException.class, () -> StormOptions.assigned("vnms", "3")).getMessage());
    }

    @Test
    void shouldReplaceSettingsAndDefaultsInTexts()
    {
        assertEquals(
            "see --durability, -C window and 4", StormOptions.spelled("see {durability}, {.window} and {vpes=}"));
        for (final String wrong : List.of("{vnms}", "{.durability}", "{window}"))
        {
            assertThrows(IllegalStateException.class, () -> StormOptions.spelled(wrong), wrong);
        }
    }

    @Test
    void shouldCompleteKeysWithTheirWordsOrUpToTheValue()
    {
        final List<String> words = StormOptions.keyWords();

        assertTrue(words.containsAll(List.of("arrivals=poisson", "arrivals=constant", "window=")), words.toString());
        assertTrue(words.stream().noneMatch("arrivals="::equals), words.toString());
        assertTrue(StormOptions.keyNames().stream().filter(name -> !MachineSettings.isNumbered(name)).allMatch(
            name -> words.stream().anyMatch(word -> word.startsWith(name + '='))), words.toString());
    }

    @Test
    void shouldTakeOnePositionalParameterAmongTheOptionsOfTraffic()
    {
        final CommandSpec spec = CommandSpec.create();
        StormOptions.addTo(spec);

        assertEquals(1, spec.positionalParameters().size());
        assertEquals(spec.positionalParameters(), spec.argGroups().get(0).positionalParameters());
        assertEquals(StormOptions.allProfiles(), spec.positionalParameters().get(0).completionCandidates());
        assertTrue(StormOptions.allProfiles().containsAll(List.of("default", "nvme")));
        assertEquals(JobProfiles.ALL.names(), spec.findOption("--profile").completionCandidates());
        assertEquals(List.of("none", "process", "forced"), spec.findOption("--durability").completionCandidates());
        assertNull(spec.findOption("--vms").completionCandidates());
    }

    @Test
    void shouldExplainAKeyBesideItOrBelowIt()
    {
        StormOptions.addKey(lines, "x".repeat(25), "beside it");
        StormOptions.addKey(lines, "x".repeat(26), "below it");

        assertEquals(List.of("x".repeat(25) + "  beside it", "x".repeat(26), INDENT + "below it"), lines);
    }

    @Test
    void shouldGoOnBelowWhatIsLongerThanALine()
    {
        final String ends = "a".repeat(99 - INDENT.length() - 2);
        StormOptions.addKey(lines, "key", ends + " b c");

        assertEquals(List.of("key" + " ".repeat(24) + ends + " b", INDENT + "  c"), lines);

        lines.clear();
        StormOptions.addKey(lines, "key", "a".repeat(80) + " b");
        assertEquals(List.of("key" + " ".repeat(24) + "a".repeat(80), INDENT + "  b"), lines);
    }
}
