package org.gale.engine.cli.storm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.plan.StormJob;
import org.gale.engine.storm.plan.StormPlan;
import org.gale.engine.storm.plan.StormPlanner;
import org.gale.engine.storm.profile.ResidentWorkload;
import org.gale.engine.storm.run.Storms;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.NodeFile;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.gale.engine.storm.scenario.StormConfig;
import org.gale.engine.storm.scenario.StormSettings;
import org.gale.engine.support.StormConfigs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of journals that record a job: it is shown, and its storm is resumed. */
class JobResumeTest
{
    private static final long COUNT = 8_000;
    private static final String UNLIKE = """
        job: unlike
        count: 8000
        warmup: 0
        outliers: 3
        vms:
          - {name: a, count: 2, vpes: 2, devices: [{name: d, count: 2, events: 32, traffic: {window: 16}}]}
          - name: b
            count: 1
            vpes: 1
            devices:
              - {name: d, count: 1, events: 64, traffic: {window: 16}}
              - {name: e, count: 1, events: 8, traffic: {window: 4}}
        """;
    private static final String PES = "machine: {pes: 8}\n";
    private static final String PHASED = UNLIKE.replace("count: 8000\n", "") +
        "phases: [{name: calm, duration: 10s}, {name: noise, duration: 20s}]\n";
    private static final JobPlanner JOBS = new JobPlanner(JobProfiles.ALL);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path home;
    private Path left;

    @ParameterizedTest(name = "after {0} frames")
    @CsvSource({ "1", "3", "30", "101" })
    @Tag("P6")
    @Tag("P11")
    void shouldResumeTheStormOfAJob(final long frames) throws IOException
    {
        leave(UNLIKE, frames);
        final Path report = home.resolve("report.json");

        assertEquals(ExitCode.OK, resume("--json", report.toString()), err.toString());

        final JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertEquals(COUNT, json.at("/accounting/offered").asLong());
        assertEquals(0, json.at("/accounting/remainder").asLong());
        assertEquals(0, json.at("/accounting/coalesced").asLong());
        assertEquals(2, json.at("/groups").size());
        assertTrue(json.at("/host/replay/equal").asBoolean(), json.toString());
        assertEquals(3, json.at("/outliers").size(), "of the job");
        assertTrue(out.toString().contains("warm-up  none"), out.toString());
    }

    @Test
    void shouldLeaveOutConditionsOfPhasesBeforeTheResume() throws IOException
    {
        leave(UNLIKE.replace("count: 8000\n", "fail-if: [calm.offered > 0, noise.offered < 1]\n") +
            "phases: [{name: calm, duration: 1us}, {name: noise, duration: 100ms}]\n", 4);

        assertEquals(ExitCode.OK, resume(), err.toString());

        assertTrue(err.toString().contains("gale storm: --fail-if 'calm.offered > 0': left out, the storm was " +
            "resumed after that phase\n"), err.toString());
        assertFalse(err.toString().contains("noise"), err.toString());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "--vms 3           | --vms: '3' changes vms, and --resume takes the VMs from LEFT (leave it out)",
        "--vpes 2          | --vpes: '2' changes vms, and --resume takes the VMs from LEFT (leave it out)",
        "--lpis 64         | --lpis: '64' changes vms, and --resume takes the VMs from LEFT (leave it out)",
        "--devices 2       | --devices: '2' changes vms, and --resume takes the VMs from LEFT (leave it out)",
        "--events 32       | --events: '32' changes vms, and --resume takes the VMs from LEFT (leave it out)",
        "--rate 5          | --rate: '5' changes vms, and --resume takes the VMs from LEFT (leave it out)",
        "-C window=16      | -C window: '16' changes vms, and --resume takes the VMs from LEFT (leave it out)",
        "--duration 30s    | --duration: '30s' contradicts the phases of LEFT (leave it out)",
        "--seed 2          | --seed: '2' contradicts LEFT, which was begun with '1' (leave it out: --resume",
        "--pes 9           | --pes: '9' contradicts LEFT, which was begun with '5'",
        "--set x=1         | --set x: needs a job file, and this storm has none " +
            "(gale storm JOB.yaml)",
    })
    void shouldRefuseWhatContradictsTheJob(final String words, final String message) throws IOException
    {
        leave(PHASED, 30);

        assertEquals(ExitCode.USAGE, resume(words.split(" ")));

        assertTrue(err.toString().startsWith("gale storm: " + message.replace("LEFT", left.toString())),
            err.toString());
    }

    @Test
    void shouldBeginAJournalWithAllOfItsConfiguration() throws IOException
    {
        final Path run = home.resolve("run1");
        assertEquals(ExitCode.OK, gale("storm", "--vms", "2", "--vpes", "2", "--devices", "2", "--events", "64",
            "--count", "1k", "--seed", "7", "--journal", run.toString()), err.toString());

        try (JournalReader reader = JournalReader.open(run))
        {
            assertTrue(reader.next());
            final byte[] payload = new byte[reader.payloadLength()];
            reader.buffer().getBytes(reader.payloadOffset(), payload);
            final RunConfiguration configuration = RunConfiguration.parse(payload);
            final StormJob job = JobProfiles.ALL.jobs().apply(configuration.value(RunConfiguration.JOB));
            final StormConfig config = StormPlanner.of(job, JobProfiles.ALL).config();

            assertEquals(StormConfigs.begin().vms(2).vpes(2).devices(2).events(64).untimed().countLimit(1_000)
                .seed(7).window(256).build(), config);
            assertEquals(7, configuration.seed());
            assertEquals(new ResidentWorkload(config).machine(), configuration.machine());
        }
    }

    @Test
    void shouldRecordTheJobOfAProfileWithOptions() throws IOException
    {
        final StormPlan plan = JOBS.plan(SettingValues.NONE.with(StormSettings.PROFILE, "lpi-stress")
            .with(StormSettings.COUNT, COUNT), Spelling.NAMES);
        left = home.resolve("left");
        Storms.leave(left, plan, 20);
        final Path report = home.resolve("report.json");

        assertEquals(ExitCode.OK, resume("--json", report.toString()), err.toString());

        final JsonNode json = new ObjectMapper().readTree(report.toFile());
        assertEquals("lpi-stress", json.at("/config/profile").asText());
        assertEquals(COUNT, json.at("/accounting/offered").asLong());
        assertEquals(0, json.at("/accounting/remainder").asLong());
    }

    @Test
    void shouldRefuseAKeyThatItDoesNotKnowByName() throws IOException
    {
        final StormPlan plan = plan(UNLIKE);
        left = home.resolve("left");
        Storms.leave(
            left, Storms.configuration(plan).with("clock", "virtual"), plan.config(), plan.workload(), 9, true);

        assertEquals(ExitCode.USAGE, resume());

        assertEquals("gale storm: --resume " + left + ": this version does not know such a storm: its journal has " +
            "the key 'clock' (gale test wrote it)\n", err.toString());
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', value = {
        "'count: 2, vpes: 2'              | 'count: 1, vpes: 2'              | VPEs",
        "'count: 2, vpes: 2'              | 'count: 2, vpes: 1'              | VPEs",
        "'count: 1\n    vpes: 1'          | 'count: 1\n    vpes: 2'          | VPEs",
        "'name: d, count: 1, events: 64'  | 'name: d, count: 1, events: 32'  | devices",
        "'name: d, count: 2, events: 32'  | 'name: d, count: 1, events: 32'  | devices",
    })
    void shouldRefuseAJobOfOtherVms(final String text, final String other, final String parts) throws IOException
    {
        final StormPlan plan = plan(PES + UNLIKE);
        final String changed = PES + UNLIKE.replace(text.replace("\\n", "\n"), other.replace("\\n", "\n"));
        assertNotEquals(PES + UNLIKE, changed);
        left = home.resolve("left");
        Storms.leave(left, Storms.configuration(plan).with(RunConfiguration.JOB, plan(changed).job()), plan.config(),
            plan.workload(), 30, true);

        assertEquals(ExitCode.USAGE, resume());

        assertEquals("gale storm: --resume " + left + ": its job has other " + parts +
            " than its machine: somebody has changed the job\n", err.toString());
    }

    @Test
    void shouldReplayAStormWhoseJobItDoesNotKnow() throws IOException
    {
        final StormPlan plan = plan(UNLIKE);
        left = home.resolve("left");
        final RunConfiguration newer = Storms.configuration(plan)
            .with(RunConfiguration.JOB, plan.job().replace(",\"seed\":", ",\"newer\":\"1\",\"seed\":"));
        Storms.leave(left, newer, plan.config(), plan.workload(), 9, true);

        assertEquals(ExitCode.OK, gale("replay", left.toString()), err.toString());
        assertEquals(ExitCode.OK, gale("journal", "describe", left.toString()), err.toString());
        assertTrue(out.toString().contains("\njob         cannot be read: job:1:17: newer: 'newer' is no key of job, "),
            out.toString());
        assertEquals(ExitCode.USAGE, resume());
        assertTrue(err.toString().contains("this version does not know such a storm: job:1:17: newer: "),
            err.toString());
    }

    @Test
    void shouldShowTheJobOfAJournal() throws IOException
    {
        leave(PHASED, 9);

        assertEquals(ExitCode.OK, gale("journal", "describe", left.toString()), err.toString());

        assertTrue(out.toString().contains("\njob         unlike \u00b7 2 VMs a, 1 VM b \u00b7 phases calm 10 s, " +
            "noise 20 s\n"), out.toString());
    }

    @Test
    void shouldPrintTheJobOfAJournal() throws IOException
    {
        leave(PHASED, 9);
        final Path file = Files.writeString(home.resolve("unlike.yaml"), PHASED);
        assertEquals(ExitCode.OK, gale("storm", file.toString(), "--print-job"), err.toString());
        final String printed = out.toString();
        out.getBuffer().setLength(0);

        assertEquals(ExitCode.OK, gale("journal", "describe", "--job", left.toString()), err.toString());

        assertEquals(printed, out.toString());
        assertEquals(ExitCode.USAGE, gale("journal", "describe", "--job", "--json", left.toString()));
        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, resume("--print-job"), err.toString());
        assertTrue(out.toString().startsWith("job: unlike\n"), out.toString());
    }

    @Test
    void shouldSayThatThereIsNoJournalToPrintAJobOf() throws IOException
    {
        final Path missing = home.resolve("missing");
        final Path file = Files.writeString(home.resolve("file"), "");

        assertEquals(ExitCode.USAGE, gale("journal", "describe", "--job", missing.toString()));
        assertEquals(ExitCode.USAGE, gale("journal", "describe", "--job", file.toString()));

        assertEquals("gale journal describe: " + missing + ": no such directory\n" + "gale journal describe: " + file +
            ": not a directory (a journal is one that holds gale.journal)\n", err.toString());
    }

    private void leave(final String job, final long frames) throws IOException
    {
        left = home.resolve("left");
        Storms.leave(left, plan(job), frames);
    }

    private static StormPlan plan(final String job)
    {
        return JOBS.plan(JOBS.read(NodeFile.STDIN, new ByteArrayInputStream(job.getBytes(StandardCharsets.UTF_8)),
            Assignments.NONE), NodeFile.STDIN, SettingValues.NONE, Spelling.NAMES);
    }

    private int resume(final String... words)
    {
        final List<String> arguments = new ArrayList<>(List.of("storm", "--resume", left.toString()));
        arguments.addAll(List.of(words));

        return gale(arguments.toArray(new String[0]));
    }

    private int gale(final String... arguments)
    {
        return GaleRun.of(out, err, arguments);
    }
}
