package org.gale.engine.cli.journal;

import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.storm.plan.JobPlanner;
import org.gale.engine.storm.plan.JobProfiles;
import org.gale.engine.storm.scenario.Assignments;
import org.gale.engine.storm.scenario.NodeFile;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.Spelling;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Tests of the job that a journal records: its line in a description, and its YAML. */
class JournalJobTest
{
    private static final JobPlanner JOBS = new JobPlanner(JobProfiles.ALL);
    private static final String JOB = """
        job: unlike
        vms:
          - {name: a, count: 2, vpes: 2, devices: [{name: d, count: 2, events: 32, traffic: {window: 16}}]}
          - {name: b, count: 1, vpes: 1, devices: [{name: e, count: 1, events: 8, traffic: {window: 4}}]}
        """;
    private static final String PHASED = JOB +
        "phases: [{name: calm, duration: 10s}, {name: noise, duration: 20s}]\n";

    private static final String UNKNOWN = "{\"job\": \"j\", \"vm\": 3}";
    private static final String MISSING =
        "job:1:1: vms: is missing (a job has at least one group: vms: [{name: NAME, ...}])";

    @TempDir
    private Path home;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldNameGroupsAndPhases()
    {
        assertEquals("unlike \u00b7 2 VMs a, 1 VM b \u00b7 phases calm 10 s, noise 20 s",
            JournalJob.summary(recorded(PHASED)));
        assertEquals("unlike \u00b7 2 VMs a, 1 VM b", JournalJob.summary(recorded(JOB + "count: 8000\n")));
    }

    @Test
    void shouldSayWhyALineCannotBeRead()
    {
        assertEquals("cannot be read: " + MISSING, JournalJob.summary(UNKNOWN));
        assertEquals("cannot be read: job:1:1: 'x' is no job: a job is a map (begin with: job: NAME)",
            JournalJob.summary("x"));
    }

    @Test
    void shouldPrintAJobAsAStormDoes() throws IOException
    {
        final Path file = Files.writeString(home.resolve("unlike.yaml"), PHASED);
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "storm", file.toString(), "--print-job"), err.toString());
        final StringWriter direct = new StringWriter();

        new CommandLine(new JournalDescribeCommand()).setOut(new PrintWriter(new BufferedWriter(direct)))
            .execute("--job", journal("job=" + recorded(PHASED)).toString());

        assertEquals(out.toString(), direct.toString());
    }

    @Test
    void shouldSayThatThereIsNoJob() throws IOException
    {
        final Path script = journal("");

        assertEquals(script + ": its commands are those of a script", refusal(script));
    }

    @Test
    void shouldRefuseAJobThatItDoesNotKnow() throws IOException
    {
        assertEquals(MISSING + "\ngale journal describe: job:1:14: vm: 'vm' is no key of job: did you mean 'vms'?",
            refusal(journal("job=" + UNKNOWN)));
    }

    @Test
    void shouldRefuseAConfigurationThatItDoesNotKnow() throws IOException
    {
        final Path other = FixedJournals.empty(home.resolve("run"), "gale=test\n");

        assertEquals(other + ": this version does not know such a run: the line 'machine=...' is missing",
            refusal(other));
    }

    @Test
    void shouldRefuseAHeaderThatIsDamaged() throws IOException
    {
        final String finding = FixedJournals.headless(home.resolve("run"));

        assertEquals(ExitCode.JOURNAL_DAMAGED, describe(home.resolve("run")));

        assertEquals("gale journal describe: " + finding + "\n  Sound before it: 0 commands.\n", err.toString());
    }

    @Test
    void shouldRefuseWhatIsNoJournalAndJson() throws IOException
    {
        final Path none = home.resolve("none");

        assertEquals(none + ": no such directory", refusal(none));
        assertEquals("--job prints YAML (leave --json out)", refusal(journal(""), "--json"));
    }

    /** Returns the message of a description that is refused, and prints nothing else. */
    private String refusal(final Path journal, final String... more)
    {
        err.getBuffer().setLength(0);

        assertEquals(ExitCode.USAGE, describe(journal, more));

        assertEquals("", out.toString());
        final String message = err.toString();
        final String prefix = "gale journal describe: ";
        assertEquals(prefix, message.substring(0, prefix.length()));

        return message.substring(prefix.length()).stripTrailing();
    }

    private int describe(final Path journal, final String... more)
    {
        final List<String> words = new ArrayList<>(List.of("journal", "describe", "--job", journal.toString()));
        words.addAll(List.of(more));

        return GaleRun.of(out, err, words.toArray(new String[0]));
    }

    private Path journal(final String line) throws IOException
    {
        return FixedJournals.empty(home.resolve("run" + line.length()), FixedJournals.SCRIPT + line + '\n');
    }

    private static String recorded(final String job)
    {
        return JOBS.plan(JOBS.read(NodeFile.STDIN, new ByteArrayInputStream(job.getBytes(StandardCharsets.UTF_8)),
            Assignments.NONE), NodeFile.STDIN, SettingValues.NONE, Spelling.NAMES).job();
    }
}
