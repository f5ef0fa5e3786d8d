package org.gale.engine.cli.storm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of the figures of migrations, wherever users name them: conditions, comparisons, gates, sweeps and shares. */
@Tag("M-MIG-1")
class MigrationFiguresTest
{
    private static final long EVENTS = 32;
    private static final long MOVES = 110;
    private static final String JOB = """
        job: moved
        clock: virtual
        count: 4400
        warmup: 0
        machine: {kind: KIND, partitions: [{name: node, count: 2, pes: 2}], migrations: {every: 1/40}}
        costs: {migrate-vm: 20us, migrate-entry: 1ns, migrate-route: 100ns}
        defaults: {guest: {handler: 2us}}
        vms:
          - name: vm
            count: 4
            vpes: 2
            partition: node
            devices: [{name: d, count: 1, events: 32, traffic: {kind: open, rate: 20k, arrivals: poisson}}]
        """;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws IOException
    {
        Files.writeString(directory.resolve("kvm.yaml"), JOB.replace("KIND", "kvm"));
        Files.writeString(directory.resolve("gicv4.yaml"), JOB.replace("KIND", "gicv4"));
    }

    private int gale(final String... words)
    {
        return GaleRun.of(out, err, words);
    }

    private String path(final String name)
    {
        return directory.resolve(name).toString();
    }

    private int storm(final String kind, final String... words)
    {
        final List<String> all = new ArrayList<>(List.of("storm", path(kind + ".yaml"), "--journal", "none"));
        all.addAll(List.of(words));

        return gale(all.toArray(String[]::new));
    }

    private JsonNode report(final String kind, final String name, final String... words) throws IOException
    {
        final List<String> all = new ArrayList<>(List.of("--json", path(name)));
        all.addAll(List.of(words));
        assertEquals(ExitCode.OK, storm(kind, all.toArray(String[]::new)), err.toString());

        return new ObjectMapper().readTree(directory.resolve(name).toFile());
    }

    /** Costs are constant, so that each part takes what its entries and routes cost. */
    @ParameterizedTest
    @CsvSource({"kvm, 16416", "gicv4, 32"})
    void shouldTellWhereTheTimeOfAMigrationGoes(final String kind, final long entries) throws IOException
    {
        final JsonNode migrations = report(kind, "report.json").path("migrations");

        assertEquals(migrations.path("asked").asLong(), MOVES);
        assertEquals(EVENTS * 100, migrations.at("/downtime_parts_ns/quiet/max").asLong());
        assertEquals(entries, migrations.at("/downtime_parts_ns/save/max").asLong());
        assertEquals(20_000 + entries, migrations.at("/downtime_parts_ns/restore/max").asLong());
        assertEquals(EVENTS * 100, migrations.at("/downtime_parts_ns/resume/max").asLong());
        assertEquals(20_000 + 2 * entries + 2 * EVENTS * 100, migrations.at("/downtime_ns/max").asLong());
        assertTrue(migrations.at("/downtime_ns/p99").isNumber(), migrations.toString());
    }

    @Test
    void shouldTellTheBytesOfImagesByPart() throws IOException
    {
        final JsonNode kvm = report("kvm", "kvm.json").path("migrations");
        final JsonNode gicv4 = report("gicv4", "gicv4.json").path("migrations");
        final long images = kvm.path("completed").asLong();

        assertEquals(images * 8 * (1 << 13), kvm.at("/image_bytes/lpi_ist").asLong());
        assertEquals(images * 8 * 16, kvm.at("/image_bytes/spi_ist").asLong());
        assertEquals(gicv4.path("completed").asLong() * 16 * EVENTS, gicv4.at("/image_bytes/vlpis").asLong());
        for (final JsonNode migrations : List.of(kvm, gicv4))
        {
            long sum = 0;
            for (final JsonNode part : migrations.path("image_bytes"))
            {
                sum += part.asLong();
            }
            assertEquals(2 * migrations.at("/image_bytes/all").asLong(), sum, migrations.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kvm", "gicv4"})
    void shouldTellWhatLivedThroughAMigrationFromTheOthers(final String kind) throws IOException
    {
        final JsonNode report = report(kind, "report.json");
        final JsonNode migrations = report.path("migrations");
        final JsonNode interrupts = migrations.path("interrupts");

        assertEquals(interrupts.path("in_tables").asLong() + migrations.path("held").asLong(),
            interrupts.path("again").asLong() + interrupts.path("merged").asLong() +
            interrupts.path("acknowledged_after").asLong() + interrupts.path("waiting").asLong());
        assertEquals(interrupts.path("acknowledged_after"), migrations.at("/delivered/lived"));
        final JsonNode places = report.at("/accounting/coalesced_at");
        assertEquals(interrupts.path("merged").asLong(), places.path("migration").asLong(-1));
        assertEquals(report.at("/accounting/coalesced").asLong() - interrupts.path("merged").asLong(),
            places.path("entry").asLong(-1));
        assertEquals(report.at("/latency_ns/response/count").asLong(),
            migrations.at("/response_ns/lived/count").asLong() + migrations.at("/response_ns/others/count").asLong());
        assertTrue(migrations.at("/response_ns/lived/p50").asLong() > migrations.at("/response_ns/others/p50").asLong(),
            migrations.toString());
        assertTrue(out.toString().contains("  response of interrupts that lived through one, ns  p50 "),
            out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "migration.downtime.p99 > 1us | 3", "migration.downtime.p99 > 1ms | 0", "migration.response.p99 > 1us | 3",
        "migration.response.p99 > 1s | 0", "migration.restore.max > 20us | 3", "migration.in_tables < 1 | 0",
        "migration.held < 1M | 3", "migration.image_bytes > 1 | 3", "migration.downtime.p99 > 5 | 2"})
    void shouldTakeConditionsOnMigrations(final String condition, final int exitCode)
    {
        assertEquals(exitCode, storm("gicv4", "--fail-if", condition), err.toString());
    }

    @Test
    void shouldFailAConditionOnMigrationsWhereNoVmMigrates()
    {
        assertEquals(ExitCode.CHECK_FAILED,
            storm("gicv4", "-C", "migration-every=0", "--fail-if", "migration.downtime.p99 > 1s"), err.toString());
        assertTrue((out.toString() + err).contains("migration.downtime.p99"), out.toString() + err);
    }

    @Test
    void shouldCompareTheDowntimeOfTwoReports() throws IOException
    {
        report("gicv4", "before.json");
        report("gicv4", "after.json", "--set", "costs.migrate-vm=90us");

        assertEquals(ExitCode.CHECK_FAILED, gale("compare", path("before.json"), path("after.json"),
            "--fail-if", "migration.downtime.p99 > 10%"), err.toString());
        assertTrue(out.toString().contains("migration.downtime.p99"), out.toString());
        assertTrue(out.toString().contains("migration.response.p99"), out.toString());
    }

    @Test
    void shouldGateFiguresOfMigrations() throws IOException
    {
        assertEquals(ExitCode.OK, gale("gate", "--record", path("gicv4.yaml"), "--baseline", path("base")),
            err.toString());
        assertTrue(Files.readString(directory.resolve("base/gicv4.json")).contains("\"migration.downtime.p99\""));
        assertEquals(ExitCode.CHECK_FAILED, gale("gate", path("gicv4.yaml"), "--baseline", path("base"), "--set",
            "costs.migrate-vm=90us"), err.toString());
        assertTrue(out.toString().contains("  migration.downtime.p99 "), out.toString());
    }

    @Test
    void shouldWriteMetricsOfMigrations() throws IOException
    {
        assertEquals(ExitCode.OK, storm("gicv4", "--metrics", path("metrics.txt")), err.toString());

        final String metrics = Files.readString(directory.resolve("metrics.txt"));
        assertTrue(metrics.contains("gale_storm_migration_downtime_p99_seconds{job=\"moved\"} 0.0"), metrics);
        assertTrue(metrics.contains("gale_storm_migration_in_tables{job=\"moved\"} "), metrics);
    }

    @Test
    void shouldSweepOverADowntime() throws IOException
    {
        Files.writeString(directory.resolve("sweep.yaml"), """
            sweep: moves
            job: gicv4.yaml
            vary: {costs.migrate-vm: [10us, 40us]}
            report: {of: migration.downtime.max, by: [costs.migrate-vm]}
            """);

        assertEquals(ExitCode.OK, gale("sweep", "plan", path("sweep.yaml")), err.toString());
    }

    /** The sum of shares is that of engines, and of one engine: for kvm and gicv4. */
    @ParameterizedTest
    @ValueSource(strings = {"kvm", "gicv4"})
    void shouldHaveTheSameMigrationsInAnyNumberOfSharesAndEngines(final String kind) throws IOException
    {
        final JsonNode one = report(kind, "one.json").path("migrations");
        final JsonNode two = report(kind, "two.json", "--engines", "2").path("migrations");
        for (int share = 0; share < 2; share++)
        {
            report(kind, "share" + share + ".json", "--share", share + "/2");
        }
        assertEquals(ExitCode.OK, gale("report", "add", path("share0.json"), path("share1.json"), "-o",
            path("sum.json")), err.toString());
        final JsonNode sum = new ObjectMapper().readTree(directory.resolve("sum.json").toFile()).path("migrations");

        assertFalse(one.path("interrupts").isMissingNode(), one.toString());
        assertEquals(one, two);
        assertEquals(one, sum);
    }
}
