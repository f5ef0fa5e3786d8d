package org.gale.engine.cli.storm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.system.Machines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms whose VMs migrate, as users run them. */
@Tag("M-MIG-1")
class MigratingStormTest
{
    private static final String JOB = """
        job: migrating
        clock: virtual
        count: 8k
        warmup: 0
        machine: {kind: kvm, partitions: [{name: node, count: 2, pes: 2}], migrations: {every: 1/500}}
        costs: {migrate-vm: 50us, migrate-entry: 20ns, migrate-route: 400ns}
        defaults: {guest: {handler: 5us}}
        vms:
          - name: vm
            count: 4
            vpes: 2
            partition: node
            devices: [{name: d, count: 2, events: 32, traffic: {kind: open, rate: 30k, arrivals: poisson}}]
        """;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int gale(final String... words)
    {
        return GaleRun.of(out, err, words);
    }

    private int storm(final String... words) throws IOException
    {
        final Path job = Files.writeString(directory.resolve("migrating.yaml"), JOB);
        final List<String> all = new ArrayList<>(List.of("storm", job.toString()));
        all.addAll(List.of(words));

        return gale(all.toArray(String[]::new));
    }

    private JsonNode report(final String... words) throws IOException
    {
        final Path json = directory.resolve("report.json");
        final List<String> all = new ArrayList<>(List.of("--journal", "none", "--json", json.toString()));
        all.addAll(List.of(words));
        assertEquals(ExitCode.OK, storm(all.toArray(String[]::new)), err.toString());

        return new ObjectMapper().readTree(json.toFile());
    }

    @Test
    void shouldReportMigrationsInTextAndJson() throws IOException
    {
        final JsonNode report = report();
        final JsonNode migrations = report.path("migrations");
        final long entriesNs = 20L * ((1 << 14) + 32);
        final long downtimeNs = 50_000 + 2 * entriesNs + 2 * 64 * 400;

        assertEquals(0, report.at("/accounting/remainder").asLong());
        assertTrue(migrations.path("asked").asLong() >= 14, migrations.toString());
        assertEquals(migrations.path("started"), migrations.path("completed"));
        assertEquals(0, migrations.path("rolled_back").asLong());
        assertTrue(migrations.path("held").asLong() > 0, migrations.toString());
        assertEquals(migrations.path("completed").asLong(), migrations.at("/downtime_ns/count").asLong());
        assertEquals((double)downtimeNs, migrations.at("/downtime_ns/max").asDouble(), downtimeNs / 500.0);
        assertEquals(migrations.path("completed").asLong(), migrations.at("/stop_ns/count").asLong());
        assertTrue(out.toString().contains(migrations.path("held").asText() + " messages held\n") ||
            migrations.path("held").asLong() >= 1_000, out.toString());
        assertEquals("1/500", report.at("/actions/migration_every/asked").asText());
    }

    @Test
    void shouldLeaveTheDowntimeOutWithoutCosts() throws IOException
    {
        final JsonNode migrations = report("--set", "costs.migrate-vm=0", "--set", "costs.migrate-entry=0", "--set",
            "costs.migrate-route=0").path("migrations");
        final Path json = directory.resolve("other.json");
        assertEquals(ExitCode.OK, gale("storm", "overcommit", "--clock", "virtual", "--rate", "200k", "--count", "3k",
            "-C", "migration-every=1/1k", "-C", "migration-order=right", "--journal", "none", "--json",
            json.toString()), err.toString());
        final JsonNode without = new ObjectMapper().readTree(json.toFile()).path("migrations");

        assertEquals(0, migrations.at("/downtime_ns/max").asLong());
        assertEquals(3, without.path("completed").asLong());
        assertFalse(without.has("downtime_ns"), without.toString());
        assertFalse(report("-C", "migration-every=0").has("migrations"));
    }

    /** A migration stays in its partition, whichever engine simulates that. */
    @Test
    void shouldReportTheSameForAnyNumberOfEngines() throws IOException
    {
        final Path[] reports = new Path[2];
        for (int i = 0; i < reports.length; i++)
        {
            reports[i] = directory.resolve("engines" + i + ".json");
            assertEquals(ExitCode.OK, storm("--engines", String.valueOf(i + 1), "--no-replay", "--journal", "none",
                "--json", reports[i].toString()), err.toString());
        }
        final JsonNode one = new ObjectMapper().readTree(reports[0].toFile());
        final JsonNode two = new ObjectMapper().readTree(reports[1].toFile());

        assertNotEquals(0, one.at("/migrations/completed").asLong());
        for (final String key : List.of("accounting", "latency_ns", "migrations", "model", "pe_time_ns", "groups"))
        {
            assertEquals(one.path(key), two.path(key), key);
        }
    }

    @Test
    @Tag("M-MIG-6")
    void shouldReportWhatWasRolledBackByStep() throws IOException
    {
        final JsonNode migrations =
            report("-C", "migration-fail=save 1/2", "-C", "migration-least-downtime=1ms").path("migrations");

        final long rolledBack = migrations.path("rolled_back").asLong();
        assertTrue(rolledBack >= 6, migrations.toString());
        assertEquals(rolledBack, migrations.at("/course/rolled_back/save").asLong());
        assertFalse(migrations.path("course").has("restored_again"), migrations.toString());
        assertEquals(migrations.path("started").asLong(), rolledBack + migrations.path("completed").asLong());
        assertTrue(out.toString().contains("migrations  " + rolledBack + " rolled back at save"), out.toString());
    }

    @Test
    @Tag("M-MIG-7")
    void shouldCountTheVmsOfUpdates() throws IOException
    {
        final JsonNode report = report("-C", "migration-kind=update");
        final JsonNode migrations = report.path("migrations");
        final long updates = report.at("/actions/migration_every/begun").asLong();

        assertTrue(updates >= 14, migrations.toString());
        assertEquals(updates, migrations.at("/course/updates").asLong());
        assertEquals(2 * updates, migrations.path("completed").asLong());
        assertTrue(out.toString().contains("  VMs           " + 2 * updates + " begun"), out.toString());
        assertEquals(ExitCode.USAGE, storm("-C", "migration-groups=vm"));
        assertTrue(err.toString().contains("and partitions both say which VMs migrate together"), err.toString());
    }

    @Test
    @Tag("M-MIG-8")
    void shouldReportThePagesOfPasses() throws IOException
    {
        final JsonNode pages = report("-C", "migration-precopy=2", "--set", "costs.migrate-page=2us")
            .at("/migrations/course/precopy");

        assertEquals(List.of("pages", "pass_1", "pass_2", "save"), names(pages));
        assertEquals(List.of("spis", "lpis", "vpes"), names(pages.path("save")));
        assertEquals(pages.path("pages"), pages.path("pass_1"));
        assertTrue(pages.at("/pass_2/lpis").asLong() > 0, pages.toString());
        assertTrue(out.toString().contains("  pages sent    of "), out.toString());
    }

    /** Each pass is a command. Witness of the report: the texts of the commands, added up. */
    @ParameterizedTest
    @ValueSource(strings = { "kind: kvm", "kind: gicv4", "kind: msix" })
    @Tag("M-MIG-8")
    void shouldHaveACommandForEachPass(final String kind) throws IOException
    {
        final Path job = Files.writeString(directory.resolve("passes.yaml"),
            (kind.equals("kind: msix") ? ofVectors() : JOB.replace("kind: kvm", kind))
                .replace("every: 1/500", "every: 1/500, precopy: 2"));
        final Path journal = directory.resolve("passes");
        final Path json = directory.resolve("passes.json");
        assertEquals(ExitCode.OK, gale("storm", job.toString(), "--count", "4k", "--journal", journal.toString(),
            "--json", json.toString()), err.toString());
        final JsonNode report = new ObjectMapper().readTree(json.toFile());
        final JsonNode pages = report.at("/migrations/course/precopy");
        final Map<String, Long> sent = new TreeMap<>();
        final Matcher passes = Pattern.compile("PRECOPY .*\\(precopy (\\d)((?: [a-z]+ \\d+/\\d+)+)\\)")
            .matcher(texts(journal));
        long commands = 0;
        while (passes.find())
        {
            final String[] words = passes.group(2).trim().split(" ", -1);
            for (int i = 0; i < words.length; i += 2)
            {
                sent.merge("/pass_" + passes.group(1) + '/' + words[i],
                    Long.parseLong(words[i + 1].substring(0, words[i + 1].indexOf('/'))), Long::sum);
            }
            commands++;
        }
        assertEquals(2 * report.at("/migrations/started").asLong(), commands);
        assertTrue(commands > 4, report.path("migrations").toString());
        assertTrue(sent.size() >= 2, sent::toString);
        sent.forEach((place, count) -> assertEquals(count, pages.at(place).asLong(), place));
        assertEquals(ExitCode.OK, gale("replay", journal.toString(), "--paranoid"), err.toString());
        assertEquals(ExitCode.OK, gale("journal", "verify", journal.toString()), err.toString());
    }

    /** A watch has the events of a VM that migrates, by the name that the storm gave it. Witness: its messages. */
    @ParameterizedTest
    @CsvSource({ "kind: kvm, vm0.lpi0.pending", "kind: gicv4, vm0.lpi8192.pending",
        "kind: msix, vm0.lpi0.pending" })
    void shouldFollowAVmToItsSuccessors(final String kind, final String field) throws IOException
    {
        final Path job = Files.writeString(directory.resolve("watched.yaml"),
            (kind.equals("kind: msix") ? ofVectors() : JOB.replace("kind: kvm", kind))
                .replace("node, count: 2, pes: 2", "node, count: 1, pes: 2")
                .replace("count: 4", "count: 1").replace("events: 32", "events: 1").replace("1/500", "1/100"));
        final Path journal = directory.resolve("watched");
        assertEquals(ExitCode.OK, gale("storm", job.toString(), "--count", "600", "--journal", journal.toString()),
            err.toString());
        final List<Long> steps = new ArrayList<>();
        final Matcher lines = Pattern.compile("(?m)^(\\d+) .*\\((resume) \\d+\\)$").matcher(texts(journal));
        while (lines.find())
        {
            steps.add(Long.parseLong(lines.group(1)));
        }
        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, gale("replay", journal.toString(), "--watch", field), err.toString());

        final List<Long> rises = out.toString().lines().filter(line -> line.contains("0 -> 1"))
            .map(line -> Long.parseLong(line.substring(0, line.indexOf(' ')).replace(",", ""))).toList();
        assertTrue(steps.size() >= 4, steps::toString);
        for (int i = 0; i + 1 < steps.size(); i++)
        {
            final long from = steps.get(i);
            final long to = steps.get(i + 1);
            assertTrue(rises.stream().anyMatch(rise -> rise > from && rise < to), from + ": " + rises);
        }
    }

    /** Returns the job of kind msix, whose VMs are partitions. */
    private static String ofVectors()
    {
        return JOB.replace("kind: kvm", "kind: msix").replace(", partitions: [{name: node, count: 2, pes: 2}]", "")
            .replace("    partition: node\n", "");
    }

    /** Returns the texts of all commands, as dumps print them. */
    private static String texts(final Path journal) throws IOException
    {
        final StringBuilder texts = new StringBuilder();
        try (ReplayCursor cursor = ReplayCursor.openAtStart(journal, Machines.FACTORY))
        {
            for (String text = cursor.step(); text != null; text = cursor.step())
            {
                texts.append(cursor.sequence()).append(' ').append(text).append('\n');
            }
        }

        return texts.toString();
    }

    private static List<String> names(final JsonNode node)
    {
        final List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);

        return names;
    }

    /** The journal ends with the step that failed, and its replay comes to the same state. */
    @Test
    @Tag("M-MIG-6")
    void shouldEndWithAFailureThatComesTwice() throws IOException
    {
        final Path journal = directory.resolve("failed");
        final Path json = directory.resolve("failed.json");

        assertEquals(ExitCode.RESOURCES, storm("-C", "migration-fail=restore 1/1", "--journal", journal.toString(),
            "--json", json.toString()));
        final JsonNode report = new ObjectMapper().readTree(json.toFile());

        assertTrue(err.toString().startsWith("gale storm: the migration of VM "), err.toString());
        assertTrue(err.toString().contains(" failed twice at restore, "), err.toString());
        assertEquals(0, report.at("/accounting/remainder").asLong());
        assertTrue(report.at("/accounting/held").asLong() > 0, report.path("accounting").toString());
        assertEquals(1, report.at("/migrations/course/restored_again/restore").asLong());
        assertTrue(out.toString().contains("in the image of a VM that migrates, and waiting for it"), out.toString());
        assertEquals(ExitCode.OK, gale("replay", journal.toString(), "--paranoid"), err.toString());
        assertEquals(ExitCode.OK, gale("journal", "verify", journal.toString()), err.toString());
    }

    @Test
    void shouldReplayAndVerifyItsJournal() throws IOException
    {
        final Path first = directory.resolve("first");
        final Path second = directory.resolve("second");

        assertEquals(ExitCode.OK, storm("--journal", first.toString(), "--no-replay"), err.toString());
        assertEquals(ExitCode.OK, storm("--journal", second.toString(), "--no-replay"), err.toString());

        assertEquals(ExitCode.OK, gale("replay", first.toString(), "--paranoid"), err.toString());
        assertEquals(ExitCode.OK, gale("journal", "verify", first.toString()), err.toString());
        assertArrayEquals(Files.readAllBytes(first.resolve("000000/19700101F.cq4")),
            Files.readAllBytes(second.resolve("000000/19700101F.cq4")));
    }

    /** A host of GICv4 holds messages by itself. */
    @Test
    @Tag("M-MIG-4")
    void shouldMigrateVmsOfAGicv4HostAndReplay() throws IOException
    {
        final Path job = Files.writeString(directory.resolve("direct.yaml"),
            JOB.replace("kind: kvm", "kind: gicv4").replace("pes: 2}", "pes: 2, vpeids: 2}"));
        final Path journal = directory.resolve("direct");
        final Path json = directory.resolve("direct.json");

        assertEquals(ExitCode.OK, gale("storm", job.toString(), "--journal", journal.toString(), "--json",
            json.toString()), err.toString());
        final JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertEquals(0, report.at("/accounting/remainder").asLong());
        assertTrue(report.at("/migrations/completed").asLong() >= 14, report.path("migrations").toString());
        assertTrue(report.at("/migrations/held").asLong() > 0, report.path("migrations").toString());
        assertEquals(50_000.0 + 2 * 64 * 20 + 2 * 64 * 400, report.at("/migrations/downtime_ns/max").asDouble(), 500);
        assertEquals(ExitCode.OK, gale("replay", journal.toString(), "--paranoid"), err.toString());
        assertEquals(ExitCode.OK, gale("journal", "verify", journal.toString()), err.toString());
    }

    @ParameterizedTest
    @CsvSource({ "late-redirect, P1", "old-id, P1", "edge-lost, P1", "active-lost, P2" })
    @Tag("M-MIG-3")
    void shouldEndAtAWrongOrderAndNameTheInterrupt(final String order, final String promise) throws IOException
    {
        final Path json = directory.resolve("wrong.json");

        assertEquals(ExitCode.INVARIANT_BROKEN, storm("-C", "migration-order=" + order, "--journal", "none", "--json",
            json.toString()));

        assertTrue(err.toString().startsWith("gale storm: " + promise + " broken: the migration of VM "),
            err.toString());
        assertTrue(err.toString().contains(" LPI "), err.toString());
        assertTrue(new ObjectMapper().readTree(json.toFile()).at("/controls/acted").asLong() > 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "msix -C migration-every=1/1k --lanes new-lanes | lets producers send messages that no function holds back",
        "msix -C migration-every=1/1k -C migration-order=edge-lost | no order of a host of functions",
        "overcommit -C migration-precopy=2 | needs VMs that migrate",
        "migrate --clock wall -C costs.migrate-vm=1ms | needs virtual time",
        "msix --clock virtual -C migration-every=1/1k -C monitor=drop-route | of Gale (leave -C monitor out)",
        "msix --clock virtual -C migration-every=1/1k --monitor-socket /tmp/none | Gale (leave --monitor-socket out)",
        "timer -C migration-every=1/1k | 'timer' of timer of vm is no traffic of messages alone",
        "overcommit --clock virtual -C migration-every=1/1k -C irsen=1k | both act on a VM",
        "overcommit --clock virtual -C migration-every=1/1k -C migration-order=worng | 'worng'",
        "overcommit --clock virtual -C migration-order=old-id | needs VMs that migrate",
        "overcommit --clock virtual -C migration-every=2/1 | 2/1",
        "overcommit --clock virtual -C migration-every=1/1k -C migration-order=vpt-unread | no order of a host of KVM",
        "direct --clock virtual -C migration-every=1/1k -C migration-order=no-sync | no order of a host of GICv4",
        "direct --clock virtual -C migration-every=1/1k | and -C toggles=1000 both act on a VM (try -C toggles=0)",
        "migrate-direct -C moves=1/1k | and -C moves=1/1000 both act on a VM",
        "migrate-direct -C version=4.0 -C vpeids=1 | needs pending tables that software can read",
        "migrate-direct --clock wall | 8 is fewer than",
        "direct -C migration-every=1/1k | and -C toggles=1000 both act on a VM (try -C toggles=0)",
        "migrate -C migration-fail=copy\u00a01/2 | 'copy' is no step that fails (stop, quiet, save, destroy, restore",
        "migrate -C migration-fail=save | 'save' is no step with a part of its attempts (try 'save 1/10'",
        "migrate -C migration-fail=save\u00a03 | is no step with a part of its attempts",
        "migrate -C migration-fail=save\u00a02/1 | '2/1' is not from 1/1T to 1/1",
        "overcommit --clock virtual -C migration-fail=save\u00a01/2 | needs VMs that migrate",
        "overcommit --clock virtual -C migration-least-downtime=1ms | needs VMs that migrate",
        "migrate -C migration-groups=nobody | 'nobody' is no group of VMs",
        "migrate -C migration-kind=both | 'both'",
        "migrate -C migration-kind=update -C migration-precopy=2 | an update sends nothing before it stops its VMs",
        "migrate -C migration-precopy=31 | 31 is not in 0 to 30",
        "migrate -C migration-least-downtime=20s | is not in 0 to 10000000000" })
    void shouldRefuseWhatIsNotThere(final String line, final String message)
    {
        final List<String> words = new ArrayList<>(List.of("storm"));
        words.addAll(Stream.of(line.split(" ", -1)).map(word -> word.replace('\u00a0', ' ')).toList());

        assertEquals(ExitCode.USAGE, gale(words.toArray(String[]::new)));
        assertTrue(err.toString().contains(message), err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = { "of: vm", "downtime: 20ms" })
    void shouldRefuseKeysThatMigrationsHaveNot(final String key) throws IOException
    {
        final Path job = Files.writeString(
            directory.resolve("other.yaml"), JOB.replace("1/500}", "1/500, " + key + '}'));

        assertEquals(ExitCode.USAGE, gale("storm", job.toString()));
        assertTrue(err.toString().contains("machine.migrations." + key.substring(0, key.indexOf(':'))),
            err.toString());
    }
}
