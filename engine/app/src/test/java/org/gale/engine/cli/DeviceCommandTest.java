package org.gale.engine.cli;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DeviceCommandTest
{
    private static final String EXAMPLE = "device-nvme.yaml";

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();

    private int run(final String job, final String... more)
    {
        final String[] words = new String[5 + more.length];
        words[0] = "device";
        words[1] = job;
        words[2] = "--nvme";
        words[3] = "--wait";
        words[4] = "50ms";
        System.arraycopy(more, 0, words, 5, more.length);

        return GaleRun.of(out, out, words);
    }

    private String socket()
    {
        return directory.resolve("s").toString();
    }

    @Test
    void shouldSayThatNoClientCameAndRemoveItsSocket()
    {
        assertEquals(ExitCode.SKIPPED, run(EXAMPLE, "--socket", socket(), "--settle", "1s", "--size", "16MiB"));

        assertTrue(out.toString().contains("no client came"), out.toString());
        assertFalse(Files.exists(directory.resolve("s")));
    }

    @Test
    void shouldRefuseToReplaceAFile() throws IOException
    {
        Files.writeString(directory.resolve("s"), "mine");

        assertEquals(ExitCode.USAGE, run(EXAMPLE, "--socket", socket()));
        assertTrue(out.toString().contains("is there already"), out.toString());
        assertEquals("mine", Files.readString(directory.resolve("s")));
    }

    @Test
    void shouldRefuseAPathThatIsTooLongForASocket()
    {
        assertEquals(ExitCode.USAGE, run(EXAMPLE, "--socket", directory.resolve("s".repeat(120)).toString()));
        assertTrue(out.toString().contains("too long for a socket"), out.toString());
    }

    @Test
    void shouldRefuseADirectoryWhereOthersMayWrite() throws IOException
    {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertEquals(ExitCode.USAGE, run(EXAMPLE, "--socket", socket()));
        assertTrue(out.toString().contains("others may write there"), out.toString());
    }

    @Test
    void shouldRefuseADirectoryThatIsMissing()
    {
        assertEquals(ExitCode.USAGE, run(EXAMPLE, "--socket", directory.resolve("none/s").toString()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "clock: virtual | traffic: {kind: io} | clock: only an emulated machine has it",
        "machine: {kind: kvm} | traffic: {kind: io} | machine.kind: only an emulated machine has it",
        "costs: {exit: 1us} | traffic: {kind: io} | costs.exit: only an emulated machine has it",
        "seed: 1 | traffic: {kind: io, depth: 4} | traffic.depth: only an emulated machine has it",
        "seed: 1 | traffic: {kind: io, think: 1us} | traffic.think: only an emulated machine has it",
        "seed: 1 | target: vector, traffic: {kind: io} | target: only an emulated machine has it",
        "seed: 1 | traffic: {kind: closed} | closed is not what this device does",
        "seed: 1 | traffic: {kind: io, coalesce: {threshold: 4}} | needs a coalesce.time",
        "seed: 1 | events: 2048, traffic: {kind: io, parallel: 4} | are more than 2,047",
        "seed: 1 | count: 33, traffic: {kind: io} | are more than 32" })
    void shouldRefuseKeysThatADeviceHasNot(final String top, final String device, final String message)
        throws IOException
    {
        final Path job = directory.resolve("job.yaml");
        Files.writeString(job, "job: x\n" + top +
            "\nvms: [{name: vm, count: 1, devices: [{name: d, " + device + "}]}]\n");

        assertEquals(ExitCode.USAGE, run(job.toString(), "--socket", socket()));
        assertTrue(out.toString().contains(message), out.toString());
    }

    @ParameterizedTest
    @CsvSource({ "--inject, lose 1/2", "--inject, drop 1/10k", "--size, 1000", "--size, 0", "--settle, x",
        "--wait, -1s", "--quiet-after, 0", "--quiet-after, 1M", "--quiet-after, 50" })
    void shouldRefuseOptionsOutOfRange(final String option, final String value)
    {
        assertEquals(ExitCode.USAGE, GaleRun.of(
            out, out, "device", EXAMPLE, "--nvme", "--socket", socket(), option, value));
    }

    @ParameterizedTest
    @CsvSource({ "--inject, drop 1/0, leaves out more than all", "--size, 1GiB, is that of a drive" })
    void shouldRefuseOptionsOfMessagesOutOfRange(final String option, final String value, final String message)
    {
        assertEquals(ExitCode.USAGE, GaleRun.of(out, out, "device", "device-msix.yaml", "--socket", socket(),
            "--wait", "50ms", option, value));
        assertTrue(out.toString().contains(message), out.toString());
    }

    /** Files of a report that cannot be written, or would replace the job or another file. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--json . | is a directory", "--html none/x | there is no directory", "--csv none/x | there is no directory",
        "--hlog job.yaml | is read, too", "--json x --html x | another option writes it, too" })
    void shouldRefuseItsReportBeforeAClientComes(final String words, final String message) throws IOException
    {
        final Path job = directory.resolve("job.yaml");
        Files.writeString(job, "job: x\nvms: [{name: vm, count: 1, devices: [{name: d, events: 4, " +
            "traffic: {kind: io}}]}]\n");
        final String[] options = words.split(" ");
        for (int i = 1; i < options.length; i += 2)
        {
            options[i] = directory.resolve(options[i]).toString();
        }
        final String[] more = Arrays.copyOf(options, options.length + 2);
        more[options.length] = "--socket";
        more[options.length + 1] = socket();

        assertEquals(ExitCode.USAGE, run(job.toString(), more), out.toString());
        assertTrue(out.toString().contains(message), out.toString());
        assertFalse(out.toString().contains("waiting for a client"), out.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = { "kind: io", "kind: io, coalesce: {threshold: 4, time: 100us}" })
    void shouldPlanItsReportBeforeAClientComes(final String traffic) throws IOException
    {
        final Path job = directory.resolve("job.yaml");
        Files.writeString(job, "job: x\nvms: [{name: vm, count: 1, devices: [{name: d, pin: A, events: 4, " +
            "traffic: {" + traffic + "}}]}]\n");

        assertEquals(ExitCode.SKIPPED, run(job.toString(), "--socket", socket(), "--html",
            directory.resolve("page").toString()));
        assertTrue(out.toString().contains("no client came"), out.toString());
    }

    @Test
    void shouldRefuseTheJobOfAnotherDevice()
    {
        assertEquals(ExitCode.USAGE, GaleRun.of(out, out, "device", EXAMPLE, "--socket", socket()));
        assertEquals(ExitCode.USAGE, run("device-msix.yaml", "--socket", socket()));
    }

    @Test
    void shouldWaitForAClientOfTheMsixDevice()
    {
        assertEquals(ExitCode.SKIPPED, GaleRun.of(out, out,
            "device", "device-msix.yaml", "--socket", socket(), "--wait", "50ms", "--inject", "drop 1/10k"));
    }

    @ParameterizedTest
    @ValueSource(strings = { EXAMPLE, "device-msix.yaml" })
    void shouldTakeTheCountOfAnExampleByItsVariable(final String job)
    {
        assertEquals(ExitCode.SKIPPED, GaleRun.of(out, out, "device", job, job.equals(EXAMPLE) ? "--nvme" :
            "--inject=drop 0", "--socket", socket(), "--wait", "50ms", "--set", "count=1M"));
        assertEquals(ExitCode.USAGE, run(job, "--socket", socket(), "--set", "count=all"));
        assertTrue(out.toString().contains("count: 'all' is not a count"), out.toString());
    }
}
