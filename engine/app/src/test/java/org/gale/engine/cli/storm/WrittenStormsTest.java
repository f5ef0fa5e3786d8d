package org.gale.engine.cli.storm;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Tests of storms that write all files of figures, each of which is read again. */
class WrittenStormsTest
{
    private static final List<String> FILES =
        List.of("--csv", "--hlog", "--hgrm", "--samples", "--metrics", "--perfetto");
    private static final String PHASES = """
        job: parts
        seed: 3
        clock: virtual
        machine: {kind: kvm, pes: 2}
        vms:
        - {name: b, count: 2, vpes: 2, devices: [{name: e, events: 2, traffic: {kind: io, depth: 4}}]}
        - {name: a, count: 2, vpes: 2, devices: [{name: d, events: 16, traffic: {kind: open, rate: 50k}}]}
        phases:
        - {name: calm, duration: 4ms, change: {a: {pause: true}}}
        - {name: noise, duration: 4ms}
        """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {
        "default --clock virtual --count 2k --vms 2 --warmup 300ns", "overcommit --clock virtual --count 2k --vms 4",
        "direct --clock virtual --count 2k -C toggles=1/1k -C moves=1/200", "timer --clock virtual --count 2k",
        "nvme --clock virtual --count 2k", "default --count 2k --vms 2 --latency all --warmup 0",
        "default --count 2k --engines 2 --rate 100k --warmup 0", "msix --count 4k -C retargets=1/1k",
        "nvme --clock virtual --count 2k --engines 2",
    })
    void shouldAgreeWithTheirReports(final String arguments) throws IOException
    {
        assertSound(List.of(arguments.split(" ")));
    }

    @Test
    void shouldAgreeWithTheirReportsByGroupsAndPhases() throws IOException
    {
        assertSound(List.of(Files.writeString(directory.resolve("job.yaml"), PHASES).toString(), "--count", "1k"));
    }

    private void assertSound(final List<String> arguments) throws IOException
    {
        final List<String> all = new ArrayList<>(List.of("storm"));
        all.addAll(arguments);
        for (final String option : FILES)
        {
            all.addAll(List.of(option, file(option).toString()));
        }

        assertEquals(ExitCode.OK, GaleRun.of(out, err, all.toArray(new String[0])), err.toString());

        for (final String option : FILES)
        {
            assertTrue(Files.size(file(option)) > 0, option);
        }
    }

    private Path file(final String option)
    {
        return directory.resolve("run." + option.substring(2));
    }
}
