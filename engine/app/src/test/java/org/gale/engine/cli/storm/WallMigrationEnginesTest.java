package org.gale.engine.cli.storm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.journal.Frame;
import org.gale.engine.journal.JournalReader;
import org.gale.ringbuf.CommandWord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms on the wall clock whose VMs migrate, by two engines and in two shares. */
@Tag("M-MIG-1")
class WallMigrationEnginesTest
{
    private static final long COUNT = 6_000;
    private static final int PES = 2;
    private static final String JOB = """
        job: migrating
        count: 6k
        machine: {kind: kvm, partitions: [{name: node, count: 2, pes: 2}], migrations: {every: 1/500}}
        defaults: {devices: [{name: nic, count: 1, events: 32, traffic: {kind: open, rate: 20k}}]}
        vms: [{name: web, count: 4, vpes: 2, partition: node}]
        """;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private void gale(final String... words)
    {
        assertEquals(ExitCode.OK, GaleRun.of(out, err, words), err.toString());
    }

    private Path job() throws IOException
    {
        return Files.writeString(directory.resolve("job.yaml"), JOB);
    }

    /** Each engine has the PEs of one partition, on which alone the successors of its VMs run. */
    @Test
    void shouldMigrateEachVmWithinItsPartition() throws IOException
    {
        final Path run = directory.resolve("run");
        final Path json = directory.resolve("report.json");

        gale("storm", job().toString(), "--engines", "2", "--journal", run.toString(), "--json", json.toString());

        final JsonNode report = new ObjectMapper().readTree(json.toFile());
        assertEquals(0, report.at("/accounting/remainder").asLong());
        assertEquals(COUNT, report.at("/accounting/offered").asLong());
        assertTrue(report.at("/migrations/completed").asLong() >= 2, report.at("/migrations").toString());
        assertEquals(report.at("/migrations/completed"), report.at("/migrations/downtime_ns/count"));
        for (int engine = 0; engine < 2; engine++)
        {
            final Set<Integer> pes = new TreeSet<>();
            final int migrated = pesOf(run.resolve("engine-00" + engine), pes);
            assertTrue(migrated > 0);
            assertEquals(Set.of(engine * PES, engine * PES + 1), pes);
        }
        gale("replay", run.toString());
    }

    @Test
    void shouldAddSharesWhoseVmsMigrate() throws IOException
    {
        final Path[] shares = {directory.resolve("0.json"), directory.resolve("1.json")};
        long completed = 0;
        for (int share = 0; share < shares.length; share++)
        {
            gale("storm", job().toString(), "--share", share + "/2", "--journal", "none", "--json",
                shares[share].toString());
            completed += new ObjectMapper().readTree(shares[share].toFile()).at("/migrations/completed").asLong();
        }
        final Path sum = directory.resolve("sum.json");

        gale("report", "add", shares[0].toString(), shares[1].toString(), "-o", sum.toString());

        final JsonNode report = new ObjectMapper().readTree(sum.toFile());
        assertEquals(0, report.at("/accounting/remainder").asLong());
        assertEquals(completed, report.at("/migrations/completed").asLong());
    }

    /** Adds the PEs on which vCPUs ran behind the first migration; returns the number of migrations. */
    private static int pesOf(final Path journal, final Set<Integer> pes) throws IOException
    {
        int migrated = 0;
        try (JournalReader reader = JournalReader.open(journal))
        {
            while (reader.next())
            {
                final CommandCursor cursor = new CommandCursor().wrap(
                    reader.buffer(), reader.payloadOffset(), reader.payloadOffset() + reader.payloadLength());
                while (reader.kind() == Frame.COMMANDS && cursor.next())
                {
                    final boolean isKvm = cursor.opcode() == CommandWord.HOST &&
                        Commands.hostFamily(cursor.word()) == KvmVerb.FAMILY;
                    migrated += isKvm && KvmVerb.of(cursor.word()) == KvmVerb.MIGRATE ? 1 : 0;
                    if (isKvm && migrated > 0 && KvmVerb.of(cursor.word()) == KvmVerb.RUN)
                    {
                        pes.add(KvmVerb.argument16(reader.buffer().getLong(cursor.offset() + Long.BYTES)));
                    }
                }
            }
        }

        return migrated;
    }
}
