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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of pools of any number of vPEIDs, and of lists of direct vCPUs. */
class ListedVcpusTest
{
    private static final String JOB = """
        job: listed
        clock: virtual
        count: 2k
        journal: none
        machine: {kind: gicv4, pes: 4, injection: {vpeids: 3, vcpus: [web1.0, db0.1]}}
        vms:
          - {name: web, count: 2, vpes: 2, devices: [{name: d, count: 1, events: 4, target: vector}]}
          - {name: db, count: 1, vpes: 2, devices: [{name: d, count: 1, events: 4, target: vector}]}
        """;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int storm(final String... words) throws IOException
    {
        final Path job = Files.writeString(directory.resolve("listed.yaml"), JOB);
        final List<String> all = new ArrayList<>(List.of("storm", job.toString()));
        all.addAll(List.of(words));

        return GaleRun.of(out, err, all.toArray(String[]::new));
    }

    private JsonNode report(final String... words) throws IOException
    {
        final Path json = directory.resolve("report.json");
        final List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--json", json.toString()));
        assertEquals(ExitCode.OK, storm(all.toArray(String[]::new)), err.toString());

        return new ObjectMapper().readTree(json.toFile());
    }

    @Test
    void shouldBringMessagesOfListedVcpusDirectlyAndOfNoOther() throws IOException
    {
        final JsonNode report = report();
        final JsonNode swapped = report("--set", "machine.injection.vcpus=web0.0,web0.1,db0.0");
        final JsonNode none = report("--set", "machine.injection.vcpus=[]");

        assertTrue(report.at("/model/direct").asLong() > 0 && report.at("/model/forwarded").asLong() > 0);
        assertEquals(0, report.at("/accounting/in_transition").asLong());
        assertTrue(swapped.at("/model/direct").asLong() > report.at("/model/direct").asLong());
        assertEquals(0, none.at("/model/direct").asLong());
        assertEquals(3, report.at("/config/vpeids").asLong());
    }

    @Test
    void shouldPrintTheListSoThatItReadsBack() throws IOException
    {
        assertEquals(ExitCode.OK, storm("--print-job"), err.toString());

        assertTrue(out.toString().contains("    vpeids: 3\n    vcpus: [web1.0, db0.1]\n"), out.toString());
        final String printed = out.toString();
        final Path again = Files.writeString(directory.resolve("again.yaml"), printed);
        out.getBuffer().setLength(0);
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "storm", again.toString(), "--print-job"), err.toString());
        assertEquals(printed, out.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "machine.injection.vcpus=web0.0,web0.1,web1.0,web1.1; 4 vCPUs are more than the 3 vPEIDs of the host",
        "machine.injection.vcpus=web0.2; 'web0.2' is no vCPU of the job: did you mean 'web0.0'?",
        "machine.injection.vcpus=web0; 'web0' is no name of a vCPU (try web0.1: the second vCPU of the first VM of",
        "machine.injection.policy=first-come; needs machine.injection.policy=per-vcpu, and it is first-come",
        "machine.injection.direct=web; both say who is direct (leave one of them out)",
        "machine.injection.vpeid-bits=1; 3 are more than the 2 of machine.injection.vpeid-bits=1",
        "machine.injection.vpeids=0; 0 is not in 1 to 65536"})
    void shouldRefuseListsThatTheHostHasNot(final String set, final String message) throws IOException
    {
        assertEquals(ExitCode.USAGE, storm("--set", set));

        assertTrue(err.toString().contains(message), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    @Test
    void shouldTakeTheListOfAProfileFromTheCommandLine()
    {
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "storm", "direct", "--clock", "virtual", "--count", "1k",
            "--journal", "none", "-C", "vcpus=vm0.0,vm3.3", "-C", "vpeids=2", "-C", "toggles=0", "-C", "moves=0"),
            err.toString());

        assertTrue(out.toString().contains(" direct · "), out.toString());
        assertEquals(ExitCode.USAGE, GaleRun.of(out, err, "storm", "direct", "-C", "vcpus=vm0.0"));
        assertTrue(err.toString().contains("'vm0.0' needs virtual time"), err.toString());
    }

    @Tag("V4-ID-1")
    @ParameterizedTest
    @CsvSource({"4.0", "4.1"})
    void shouldRefuseTogglesOfAVcpuMoreThanThePoolHas(final String version)
    {
        assertEquals(ExitCode.OK, GaleRun.of(out, err, "storm", "direct", "--count", "20k", "-C", "toggles=1/500",
            "-C", "moves=0", "-C", "vpeids=9", "-C", "version=" + version, "--journal", "none"), err.toString());

        assertTrue(out.toString().matches("(?s).*\ntoggles refused +[1-9].*"), out.toString());
    }
}
