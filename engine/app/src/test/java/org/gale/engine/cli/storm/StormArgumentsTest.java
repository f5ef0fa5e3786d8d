package org.gale.engine.cli.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.journal.JournalConfig;
import org.gale.engine.journal.JournalOpening;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StormArgumentsTest
{
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "--vms banana | --vms: 'banana' is not a count (try 16 or 1k)",
        "--vms -3 | --vms: '-3' is not a count (try 16 or 1k)",
        "--vms 0 | --vms: 0 is not in 1 to 4096",
        "--vms 99999999999 | --vms: 99999999999 is too many",
        "--vms | --vms N is missing ('gale storm --help' explains)",
        "--vms 2 --vms 3 | --vms is given twice",
        "--vpes 513 | --vpes: 513 is not in 1 to 512",
        "--pes 3 | --pes: 3 is fewer than --vms × --vpes = 64, and every VPE of this storm is resident (try --pes 64)",
        "--vms 2k | --vms: 2000 × --vpes 4 are 8000 VPEs, more than 4096 PEs, and each is resident on one",
        "--vms 5k | --vms: 5000 is not in 1 to 4096",
        "--lpis 100 --devices 3 | --lpis: 100 is not a multiple of --devices 3",
        "--lpis 100 --events 0 | --lpis: 100 is not a multiple of --events 0",
        "--lpis 9 --devices 3 --events 4 | --lpis: 9 is not --devices × --events = 12 (give two of the three)",
        "--lpis 0 | --lpis: 0 is not in 1 to 16777216",
        "--vms 4k --vpes 1 --lpis 8k | --vms: 4000 × --lpis 8000 are 32000000 LPIs, more than 16777216",
        "--rate fast | --rate: 'fast' is not a rate (try 500k or max)",
        "--rate 0 | --rate: '0' is no interrupts at all (try 500k or max)",
        "--duration 5 | --duration: '5' is not a duration (try 10s or 500ms)",
        "--duration 0s | --duration: 0 is no storm (try 10s)",
        "--duration 40000000s | --duration: 40000000 s is longer than a year",
        "--count 0 | --count: 0 is no storm (try 1M)",
        "--count many | --count: 'many' is not a count (try 16 or 1k)",
        "--clock walls | --clock: 'walls' is not one of wall, virtual: did you mean 'wall'?",
        "--clock virtual --durability forced | --durability: 'forced' means nothing with --clock virtual (leave it " +
            "out, or write --journal none)",
        "--clock virtual -C cpu.helpers=0 | -C cpu.helpers: '0' means nothing with --clock virtual (leave it out)",
        "--clock virtual -C costs.exit=2s | -C costs.exit: '2s' has a time above 1s, the most of a cost (try 2us)",
        "--clock virtual -C costs.lr-limit=99 | -C costs.lr-limit: 99 is not in 1 to 16",
        "--clock virtual -C enqueue=preempt | -C enqueue: 'preempt' is no setting of the profile 'default'",
        "direct --clock virtual -C direct=vms | -C direct: 'vms' is no group of VMs: did you mean 'vm'?",
        "overcommit --clock virtual -C slice=0s | -C slice: '0s' is no time to run (try -C slice=200us)",
        "-C costs.base=zero | -C costs.base: 'zero' needs virtual time (try --clock virtual, or leave it out)",
        "-C costs.exti=1us | -C: no key 'costs.exti': did you mean 'costs.exit'?",
        "overcommit -C enqueue=tail | -C enqueue: 'tail' needs virtual time (try --clock virtual, or leave it " +
            "out)",
        "--seed x | --seed: 'x' is not a seed (try 1 or 42)",
        "--seed \u0663 | --seed: '\u0663' is not a seed (try 1 or 42)",
        "--profile nvme | --profile: 'nvme' is a profile of devices, which is a job (gale storm nvme)",
        "--profile nvm | no profile 'nvm': did you mean 'nvme'? ('gale profiles' lists them)",
        "--profile defualt | no profile 'defualt': did you mean 'default'? ('gale profiles' lists them)",
        "--durability forces | " +
            "--durability: 'forces' is not one of none, process, forced: did you mean 'forced'?",
        "--journal none --durability forced | --durability: 'forced' needs a journal, and --journal is none",
        "--journal run1 --durability none | --durability: 'none' keeps no journal, and --journal names run1",
        "--latency 1:0 | --latency: '1:0' is not a sampling (try all, 1:16 or off)",
        "--latency some | --latency: 'some' is not a sampling (try all, 1:16 or off)",
        "-C windo=3 | -C: no key 'windo': did you mean 'window'?",
        "-C vpess=3 | -C: no key 'vpess': did you mean '--vpes'?",
        "-C window | -C: 'window' is not KEY=VALUE (try -C debug=true)",
        "-C window=0 | -C window: 0 is no storm (try 1k)",
        "-C window=x | -C window: 'x' is not a count (try 16 or 1k)",
        "-C window=65537 | -C window: 65537 is not in 1 to 65536, the number of events (each is in flight once)",
        "-C window=8 --rate 1k | -C window: '8' needs a closed loop, and --rate opens it (try --rate max)",
        "-C arrivals=constant | -C arrivals: 'constant' needs a rate (try --rate 1M)",
        "-C arrivals=poison --rate 1k | " +
            "-C arrivals: 'poison' is not one of poisson, constant: did you mean 'poisson'?",
        "--vmz 3 | no option '--vmz': did you mean '--vms'? ('gale storm --help' lists them)",
        "noisy-neighbor | no profile 'noisy-neighbor': did you mean 'noisy-neighbour'? ('gale profiles' lists them)",
        "now | no profile 'now' ('gale profiles' lists them)",
        "lpi-stress --profile default | --profile: 'default' and 'lpi-stress' are two profiles",
        "default lpi-stress | --profile: 'default' and 'lpi-stress' are two profiles",
        "default default | --profile: 'default' and 'default' are two profiles",
        "overcommit -C irsen=2M | -C irsen: 2000000 is not in 0 to 1000000",
        "-C slice=1ms | -C slice: '1ms' is no setting of the profile 'default'",
        "-C handler=2m | -C handler: 120000000000 is not in 0 to 1000000000",
        "-C cpu.engine=1M | -C cpu.engine: 1000000 is not in 0 to 1023",
        "-C cpu.generator=x | -C cpu.generator: 'x' is not a count (try 16 or 1k)",
        "-C threads=3 | -C threads: 3 is not in 1 to 2",
        "-C threads=1 -C cpu.generator=0 | -C cpu.generator: '0' pins a thread that -C threads=1 leaves out " +
            "(try -C cpu.engine=0)",
        "-C cpu.helpers=-1 | -C cpu.helpers: '-1' is not a count (try 16 or 1k)",
        "--max-in-flight 0 --rate 1k | --max-in-flight: 0 is below 1",
        "--max-in-flight 5 | --max-in-flight: '5' needs a generator with a rate " +
            "(try --rate 1M; a closed loop has -C window=N)",
        "-C iterations=0 | -C iterations: 0 is no storm (try 1k)",
        "-C iterations=often | -C iterations: 'often' is not a count (try 16 or 1k)",
        "-C iterations=5 --count 5 | -C iterations: '5' and --count both say how many",
        "-C iterations=9000000000000000000 | -C iterations: 9000000000000000000 is too many",
    })
    void shouldRefuseAWrongArgument(final String arguments, final String message) throws IOException
    {
        final List<String> all = new ArrayList<>(List.of("--json", directory.resolve("report.json").toString(),
            "--ram-file", directory.resolve("ram.bin").toString()));
        if (!arguments.contains("--journal"))
        {
            all.addAll(List.of("--journal", directory.resolve("run1").toString()));
        }
        all.addAll(List.of(arguments.split(" ")));

        assertEquals(ExitCode.USAGE, run(all));

        assertRefused(message);
    }

    @Test
    void shouldRefuseAJournalThatIsNotEmpty() throws IOException
    {
        final Path run1 = Files.createDirectory(directory.resolve("run1"));
        Files.createFile(run1.resolve("a"));
        assertEquals(ExitCode.USAGE, run(List.of("--journal", run1.toString())));
        assertEquals("gale storm: --journal " + run1 + ": not empty (1 file). Choose another directory." +
            System.lineSeparator(), err.toString());

        Files.createFile(run1.resolve("b"));
        assertEquals(ExitCode.USAGE, run(List.of("--journal", run1.toString())));
        assertTrue(err.toString().contains(": not empty (2 files). "), err.toString());

        err.getBuffer().setLength(0);
        final Path run2 = directory.resolve("run2");
        new JournalOpening(JournalConfig.DEFAULT).create(run2, new byte[0]).close();
        assertEquals(ExitCode.USAGE, run(List.of("--journal", run2.toString())));
        assertTrue(err.toString().endsWith(". Choose another directory. If its storm did not end, continue it: " +
            "gale storm --resume " + run2 + '.' + System.lineSeparator()), err.toString());
        err.getBuffer().setLength(0);
        assertEquals(ExitCode.USAGE, run(List.of("--clock", "virtual", "--journal", run2.toString())));
        assertTrue(err.toString().endsWith(". Choose another directory." + System.lineSeparator()), err.toString());
    }

    @Test
    void shouldRefusePathsOfTheWrongKind() throws IOException
    {
        final Path file = Files.writeString(directory.resolve("file"), "12345");

        assertEquals(ExitCode.USAGE, run(List.of("--journal", file.toString())));
        assertMessage("--journal " + file + ": is not a directory");
        assertEquals(ExitCode.USAGE, run(List.of("--journal", file.resolve("run1").toString())));
        assertMessage("--journal " + file.resolve("run1") + ": " + file + " is not a directory");
        assertEquals(ExitCode.USAGE, run(List.of("--json", directory.toString())));
        assertMessage("--json " + directory + ": is a directory, not a file");
        assertEquals(ExitCode.USAGE, run(List.of("--json", directory.resolve("a/b.json").toString())));
        assertMessage("--json " + directory.resolve("a/b.json") + ": there is no directory " + directory.resolve("a"));
        assertEquals(ExitCode.USAGE, run(List.of("--ram-file", file.toString())));
        assertMessage("--ram-file " + file + ": not empty (5 B). Name a new file.");
        assertEquals(ExitCode.USAGE, run(List.of("--ram-file", directory.toString())));
        assertMessage("--ram-file " + directory + ": is a directory, not a file");
        assertEquals("12345", Files.readString(file));
    }

    @Test
    void shouldLeaveADanglingLinkAlone() throws IOException
    {
        final Path nowhere = directory.resolve("nowhere");
        final Path link = Files.createSymbolicLink(directory.resolve("link"), nowhere);

        assertEquals(ExitCode.USAGE, run(List.of("--journal", link.toString(), "--count", "1")));
        assertMessage("--journal " + link + ": is a symbolic link to " + nowhere + ", which does not exist");
        assertEquals(ExitCode.USAGE, run(List.of("--lanes", link.toString(), "--count", "1")));
        assertMessage("--lanes " + link + ": is a symbolic link to " + nowhere + ", which does not exist");

        assertTrue(Files.isSymbolicLink(link));
        assertFalse(Files.exists(nowhere));
    }

    @Test
    void shouldRefuseFilesInTheDirectoryOfTheJournal() throws IOException
    {
        final Path run1 = Files.createDirectory(directory.resolve("run1"));
        final Path lanes = directory.resolve("lanes");
        final Path ram = directory.resolve("ram.bin");

        assertApart(run1.resolve("mark"), "lies in --journal " + run1,
            "--journal", run1, "--json", run1.resolve("mark"));
        assertApart(run1.resolve("ram"), "lies in --journal " + run1,
            "--journal", run1, "--ram-file", run1.resolve("ram"));
        assertApart(run1.resolve("lanes"), "lies in --journal " + run1,
            "--journal", run1, "--lanes", run1.resolve("lanes"));
        assertApart(lanes.resolve("run2"), "lies in --lanes " + lanes,
            "--lanes", lanes, "--journal", lanes.resolve("run2"));
        assertApart(ram, "is --ram-file " + ram, "--ram-file", ram, "--json", ram);
        assertApart(lanes, "is --lanes " + lanes, "--lanes", lanes, "--journal", lanes);
        final Path queued = directory.resolve("run.queued.hgrm");
        assertApart(queued, "is --hgrm " + queued, "--hgrm", directory.resolve("run.hgrm"), "--json", queued);
        assertApart(queued, "is --hgrm " + queued, "--hgrm", directory.resolve("run"), "--html", queued);

        try (Stream<Path> made = Files.list(directory))
        {
            assertEquals(List.of(run1), made.toList());
        }
    }

    @Test
    void shouldRefuseOneFileUnderTwoNames() throws IOException
    {
        final Path ram = Files.createFile(directory.resolve("ram.bin"));
        final Path hard = Files.createLink(directory.resolve("hard.json"), ram);
        final Path link = Files.createSymbolicLink(directory.resolve("soft.json"), Path.of("new.bin"));
        final Path fresh = directory.resolve("new.bin");

        assertApart(hard, "is --ram-file " + ram, "--ram-file", ram, "--json", hard);
        assertApart(link, "is --ram-file " + fresh, "--ram-file", fresh, "--json", link);

        assertEquals(0, Files.size(ram));
        assertFalse(Files.exists(fresh));
    }

    @Test
    void shouldRefuseALinkToNoDirectory() throws IOException
    {
        final Path gone = directory.resolve("gone");
        final Path link = Files.createSymbolicLink(directory.resolve("report.json"), gone.resolve("report.json"));

        assertEquals(ExitCode.USAGE, run(List.of("--json", link.toString(), "--count", "1")));

        assertMessage("--json " + link + ": there is no directory " + gone);
    }

    @Test
    void shouldBeginWithoutSpaceWhenTheUserSaysSo() throws IOException
    {
        final List<String> words = List.of("--journal", directory.resolve("run").toString(), "--count",
            "900000000000000000", "--duration", "1ms", "--rate", "9000000000000000", "--no-replay");
        assertEquals(ExitCode.RESOURCES, run(words));
        assertTrue(err.toString().contains("or try it: -C space-check=off"), err.toString());

        final List<String> all = new ArrayList<>(words);
        all.addAll(List.of("-C", "space-check=off"));
        assertEquals(ExitCode.OK, storm(all), err.toString());
    }

    @Test
    void shouldMakeAJournalThatIsItsOwnersAlone() throws IOException
    {
        final Path run = directory.resolve("run");
        assertEquals(ExitCode.OK, storm(List.of("--journal", run.toString(), "--ram-file",
            directory.resolve("ram").toString(), "--count", "1000", "--no-replay")), err.toString());

        try (Stream<Path> files = Files.walk(run))
        {
            for (final Path file : files.toList())
            {
                assertEquals(Files.isDirectory(file) ? "rwx------" : "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), file.toString());
            }
        }
        assertEquals("rw-------",
            PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("ram"))));
    }

    @Test
    void shouldRefuseARamFileThatIsADevice()
    {
        assertEquals(ExitCode.USAGE, run(List.of("--ram-file", "/dev/null", "--count", "1")));

        assertMessage("--ram-file /dev/null: is not a regular file");
    }

    @Test
    void shouldRefuseAStormWhoseJournalTheHostCannotHold() throws IOException
    {
        final Path run1 = directory.resolve("run1");

        assertEquals(ExitCode.RESOURCES, run(List.of("--journal", run1.toString(), "--count", "900000000000000000")));

        assertTrue(err.toString().startsWith("gale storm: " + run1 + " has "), err.toString());
        assertTrue(err.toString().endsWith(" MiB. Choose another place with --journal DIR, or keep none with " +
            "--journal none, or try it: -C space-check=off." + System.lineSeparator()), err.toString());
        assertRefused(null);
    }

    @Test
    void shouldRefuseEverythingInOneLineThatIsNotMeant()
    {
        assertEquals(ExitCode.USAGE, GaleRun.of(out, err, "profiles", "defaut"));
        assertMessage(null);
        assertTrue(err.toString().contains("gale profiles: no profile 'defaut': did you mean 'default'?"));
    }

    private void assertRefused(final String message) throws IOException
    {
        assertMessage(message);
        try (Stream<Path> created = Files.list(directory))
        {
            assertEquals(List.of(), created.toList());
        }
    }

    private void assertApart(final Path path, final String finding, final Object... words)
    {
        final List<String> arguments = new ArrayList<>(List.of("--count", "1"));
        List.of(words).forEach(word -> arguments.add(word.toString()));

        assertEquals(ExitCode.USAGE, run(arguments));

        assertMessage(words[2] + " " + path + ": " + finding + ". Name another place.");
    }

    /** One line, the last one, and nothing on stdout. */
    private void assertMessage(final String message)
    {
        final List<String> lines = err.toString().lines().toList();
        if (message != null)
        {
            assertEquals("gale storm: " + message, lines.get(lines.size() - 1));
        }
        assertEquals("", out.toString());
    }

    private int run(final List<String> arguments)
    {
        final int exitCode = storm(arguments);
        assertEquals(1, err.toString().lines().count(), err.toString());

        return exitCode;
    }

    private int storm(final List<String> arguments)
    {
        final List<String> all = new ArrayList<>(List.of("storm"));
        all.addAll(arguments);
        err.getBuffer().setLength(0);

        return GaleRun.of(out, err, all.toArray(new String[0]));
    }
}
