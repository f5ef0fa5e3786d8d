package org.gale.engine.storm.scenario;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of a job that varies: what of its tree a run keeps, and which names are paths. */
class VariedJobTest
{
    private static final String JOB = """
        job: mixed
        vars: {seed: 3, busy: 1k}
        seed: ${seed}
        count: ${busy}
        outputs: {json: a.json}
        vms:
          - {name: quiet, count: 2, vpes: 4, devices: [{name: disk, count: 2, events: 64}]}
        """;

    private final JobPlanner jobs = new JobPlanner(JobProfiles.ALL);

    private VariedJob varied(final String text)
    {
        return jobs.varied(
            "-", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), Assignments.NONE);
    }

    private static List<String> names(final VariedJob job)
    {
        return new ArrayList<>(job.tree().fields().keySet());
    }

    @Test
    void shouldLeaveOutFilesOfTheHost()
    {
        assertEquals(List.of("job", "vars", "seed", "count", "vms"),
            names(varied(JOB + "journal: a\n").withoutFiles()));
        assertEquals("mixed", varied(JOB).withoutFiles().read().name());
    }

    @Test
    void shouldKeepThatAJobHasNoJournal()
    {
        assertEquals(List.of("job", "vars", "seed", "count", "vms", "journal"),
            names(varied(JOB + "journal: none\n").withoutFiles()));
    }

    @Test
    void shouldTellPathsFromVariables()
    {
        final VariedJob job = varied(JOB);

        assertTrue(job.isPath("count"), "a key of the job");
        assertTrue(job.isPath("vms.quiet.vpes"));
        assertFalse(job.isPath("seed"), "a key of the job that is a variable, too");
        assertFalse(job.isPath("busy"));
    }

    @Test
    void shouldReadTheValuesOfARun()
    {
        final Job run = varied(JOB).read("--vary", Map.of("seed", "9", "vms.quiet.vpes", "2"));

        assertEquals(9L, run.values().valueOrDefault(StormSettings.SEED));
        assertEquals(2, run.groups().get(0).values().valueOrDefault(StormSettings.VPES));
    }

    @Test
    void shouldRefuseFilesOfTheHostInARun()
    {
        assertEquals("--vary outputs.json: names files of the host, of which each run has its own (name another key)",
            assertThrows(JobException.class, () -> varied(JOB).read("--vary", Map.of("outputs.json", "b.json")))
                .lines().get(0));
    }

    @Test
    void shouldVaryTheStormOfOptions()
    {
        final SettingValues given = SettingValues.NONE.with(StormSettings.PROFILE, "default");

        final Job free = jobs.varied(given, Spelling.NAMES).read();
        final Job kept = jobs.varied(given.with(StormSettings.WINDOW, 8L), Spelling.NAMES).read();

        final DeviceShape device = free.groups().get(0).devices().get(0);
        assertFalse(device.given().values().has(StormSettings.WINDOW), "it follows from devices and events");
        assertFalse(free.groups().get(0).values().has(StormSettings.LPIS));
        assertEquals(8L,
            kept.groups().get(0).devices().get(0).given().values().valueOrDefault(StormSettings.WINDOW));
    }

    @Test
    void shouldReadAFileAlone(@TempDir final Path directory)
    {
        assertEquals(directory + ": is a directory, and a job is a file (- reads standard input)",
            assertThrows(JobException.class, () -> jobs.varied(directory.toString(), null, Assignments.NONE))
                .lines().get(0));
        assertTrue(assertThrows(JobException.class, () -> jobs.varied("/dev/full", null, Assignments.NONE))
            .lines().get(0).startsWith("/dev/full: is a device, a pipe or a socket, and a job is a file"));
    }

    @Test
    void shouldAskOtherSpellingsForWhatAJobDoesNotSay()
    {
        final JobSpelling spelling = new JobSpelling(Map.of(StormSettings.SEED, "seed"), Spelling.NAMES);

        assertEquals("seed", spelling.of(StormSettings.SEED));
        assertEquals(Spelling.NAMES.of(StormSettings.VPES), spelling.of(StormSettings.VPES));
        assertEquals(Spelling.NAMES.assignment("a.b", "1"), spelling.assignment("a.b", "1"));
        assertEquals(Spelling.NAMES.storm(StormSettings.VPES, 2), spelling.storm(StormSettings.VPES, 2));
        assertEquals(Spelling.NAMES.step(Path.of("j"), 7), spelling.step(Path.of("j"), 7));
    }

    @Test
    void shouldTellTheCircumstancesOfEachMistake()
    {
        final JobException mistakes = new JobException(List.of(new JobFault(Place.ofOption("--a"), "is wrong"),
            new JobFault(Place.ofOption("--b"), "is late")));

        assertEquals(List.of("--a: is wrong (run 3)", "--b: is late (run 3)"), mistakes.in("run 3").lines());
    }
}
