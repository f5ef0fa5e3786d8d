package org.gale.tests.hostile;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.device.DeviceJournal;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.SessionJournal;
import org.gale.engine.script.SessionRunner;

/** Sound files of each kind that a command of {@code gale} reads, with those commands. Owned by one thread. */
final class ReadFiles
{
    private static final Set<Integer> TEXT = Set.of(ExitCode.OK, ExitCode.USAGE);
    private static final Set<Integer> JUDGED = Set.of(ExitCode.OK, ExitCode.USAGE, ExitCode.CHECK_FAILED);
    private static final Set<Integer> COMPARED = Set.of(ExitCode.OK, ExitCode.USAGE, ExitCode.CHECK_FAILED,
        ExitCode.SKIPPED);
    private static final Set<Integer> PLAYED = Set.of(ExitCode.OK, ExitCode.USAGE, ExitCode.CHECK_FAILED,
        ExitCode.INVARIANT_BROKEN);
    private static final Set<Integer> JOURNAL = Set.of(ExitCode.OK, ExitCode.USAGE, ExitCode.JOURNAL_DAMAGED);
    private static final Set<Integer> DEVICE = Set.of(ExitCode.OK, ExitCode.USAGE, ExitCode.JOURNAL_DAMAGED,
        ExitCode.SKIPPED, ExitCode.INVARIANT_BROKEN);
    private static final String[] SMALL = { "--vms", "2", "--vpes", "1", "--devices", "1", "--events", "16" };
    private static final String JOB = """
        job: small
        clock: virtual
        count: ${count:-2k}
        vms:
          - name: a
            count: 2
            vpes: 1
            devices: [{name: disk, count: 1, events: 16, traffic: {kind: open, rate: 20k}}]
        fail-if: ['remainder > 0']
        """;
    private static final String SWEEP = """
        sweep: small
        job: job.yaml
        vary: {vms.a.devices.disk.traffic.rate: [10k, 20k]}
        limits: {wall: 1m, memory: 1GiB, disk: 1GiB}
        """;
    private static final String READING = """
                   CPU0       CPU1
         11:  8604%1$d0905   54337%1$d49     GICv3  30 Level     arch_timer
         41:   910%1$d0123          7     ITS-MSI 524289 Edge      nvme0q1
        IPI0:    310%1$d32     412%1$d12       Rescheduling interrupts
        ERR:          0
        """;
    private static final String TRANSCRIPT = """
        > writel 0x40000000 7
        < OK
        > readl 0x40000000
        < OK 0x0000000000000007
        > hppi 0
        < OK none
        """;

    private final Path home;
    private final List<Kind> kinds = new ArrayList<>();

    /**
     * Kind of file.
     *
     * @param name     of it
     * @param files    those that are damaged, one at a time
     * @param commands that read them
     * @param exits    exit codes of these, sound or not
     */
    record Kind(String name, List<Path> files, List<List<String>> commands, Set<Integer> exits)
    {
    }

    /**
     * Makes the files.
     *
     * @param home directory that stays the owner's
     */
    ReadFiles(final Path home) throws IOException
    {
        this.home = home;
        texts();
        recordings();
        reports();
        sweeps();
        journals();
    }

    List<Kind> kinds()
    {
        return kinds;
    }

    private Path write(final String name, final String text) throws IOException
    {
        final Path file = home.resolve(name);
        Files.createDirectories(file.getParent());

        return Files.writeString(file, text);
    }

    private String path(final String name)
    {
        return home.resolve(name).toString();
    }

    private void add(final String name, final Path file, final Set<Integer> exits, final List<List<String>> commands)
    {
        kinds.add(new Kind(name, List.of(file), commands, exits));
    }

    /** Runs a command that has to end with 0, and returns its output. */
    private static String gale(final String... words)
    {
        return GaleRun.said(ExitCode.OK, words);
    }

    private void texts() throws IOException
    {
        final Path job = write("job.yaml", JOB);
        add("job", job, TEXT, List.of(List.of("job", "check", job.toString()),
            List.of("storm", job.toString(), "--print-job")));
        final Path sweep = write("planned/sweep.yaml", SWEEP);
        write("planned/job.yaml", JOB);
        add("sweep", sweep, TEXT, List.of(List.of("sweep", "plan", sweep.toString()),
            List.of("sweep", "plan", sweep.toString(), "--for", "slurm", "--shards", "2"),
            List.of("sweep", "plan", sweep.toString(), "--for", "kubernetes", "--shards", "2")));
        final Path costs = Files.copy(docs("costs/invented-1/costs.yaml"), home.resolve("costs.yaml"));
        final Path hosted = write("hosted.yaml", JOB.replace("count:", "machine: {kind: kvm, pes: 2}\ncount:"));
        add("costs", costs, TEXT, List.of(List.of("job", "check", hosted.toString(), "--costs", costs.toString()),
            List.of("storm", hosted.toString(), "--costs", costs.toString(), "--print-job")));
        final Path transcript = write("t.gt", TRANSCRIPT);
        add("transcript", transcript, PLAYED, List.of(List.of("check", transcript.toString()),
            List.of("check", transcript.toString(), "--json")));
    }

    /** Returns a file of the book. */
    private static Path docs(final String name)
    {
        return Stream.of(Path.of("../engine/docs"), Path.of("engine/docs")).filter(Files::isDirectory).findFirst()
            .orElseThrow().resolve(name);
    }

    private void recordings() throws IOException
    {
        final StringBuilder csv = new StringBuilder("time,cpu,vector,service\n");
        final StringBuilder ftrace = new StringBuilder("# tracer: nop\n");
        final StringBuilder perf = new StringBuilder();
        for (int i = 0; i < 60; i++)
        {
            csv.append(i * 1_000).append(',').append(i % 2).append(",disk-").append(i % 3).append(",500\n");
            ftrace.append(String.format("  C2 Thre: [1]-%d [00%d] d.h..  1249.%06d: local_timer_%s: vector=236%n", i,
                i / 2 % 2, i * 10, i % 2 == 0 ? "entry" : "exit"));
            perf.append(String.format("  java  1000 [00%d]  1249.%06d: irq:irq_handler_%s%n", i / 2 % 2, i * 10,
                i % 2 == 0 ? "entry: irq=36 name=disk-req.0" : "exit: irq=36 ret=handled"));
        }
        recording("csv", write("r.csv", csv.toString()));
        recording("ftrace", write("r.ftrace", ftrace.toString()));
        recording("perf", write("r.perf", perf.toString()));
        final Path first = write("first.txt", String.format(READING, 10));
        final Path second = write("second.txt", String.format(READING, 11));
        kinds.add(new Kind("readings of interrupts", List.of(first, second), List.of(List.of("import", "interrupts",
            first.toString(), second.toString(), "--interval", "10s", "-o", path("rates.yaml"), "--force")), JUDGED));
        final Path bench = Files.copy(docs("costs/invented-2/micro-bench.txt"), home.resolve("bench.txt"));
        final Path perfKvm = Files.copy(docs("costs/invented-2/perf-kvm-stat.txt"), home.resolve("perf-kvm.txt"));
        final Path cyclic = Files.copy(docs("costs/invented-2/cyclictest.txt"), home.resolve("cyclic.txt"));
        kinds.add(new Kind("measured costs", List.of(bench, perfKvm, cyclic), List.of(List.of("import", "costs",
            bench.toString(), perfKvm.toString(), cyclic.toString(), "--prefer", bench.toString(), "-o",
            path("imported.yaml"), "--force")), JUDGED));
        final Path graph = Files.copy(docs("costs/invented-3/function-graph.txt"), home.resolve("graph.txt"));
        final Path histogram = Files.copy(docs("costs/invented-3/bpftrace.txt"), home.resolve("histogram.txt"));
        kinds.add(new Kind("functions of a host", List.of(graph, histogram), List.of(List.of("import", "costs",
            graph.toString(), histogram.toString(), "-o", path("functions.yaml"), "--force")), JUDGED));
        final Path trace = home.resolve("t.trace");
        gale("import", "csv", path("r.csv"), "-o", trace.toString());
        final Path traced = write("traced.yaml", """
            job: traced
            clock: virtual
            vms:
              - {name: a, devices: [{name: disk, traffic: {kind: trace, file: t.trace}}]}
            """);
        add("trace", trace, JOURNAL, List.of(List.of("trace", "describe", trace.toString()),
            List.of("job", "check", traced.toString())));
    }

    private void recording(final String form, final Path file)
    {
        add(form, file, JUDGED, List.of(List.of("import", form, file.toString(), "-o",
            path(form + ".trace"), "--force")));
    }

    private void reports() throws IOException
    {
        final String job = path("job.yaml");
        final Path wall = home.resolve("wall.json");
        gale(Stream.concat(Stream.of("storm", "--count", "500", "--journal", path("wall"), "--json", wall.toString()),
            Stream.of(SMALL)).toArray(String[]::new));
        final Path virtual = home.resolve("virtual.json");
        gale("storm", job, "--journal", "none", "--json", virtual.toString());
        for (final Path report : List.of(wall, virtual))
        {
            final Path sound = Files.copy(report, home.resolve("sound-" + report.getFileName()));
            add("report", report, COMPARED, List.of(List.of("compare", sound.toString(), report.toString()),
                List.of("compare", report.toString(), "--fail-if", "remainder > 0")));
        }
        IntStream.range(0, 2).forEach(share -> gale("storm", job, "--share", share + "/2", "--journal", "none",
            "--json", path("share-" + share + ".json")));
        add("report of a share", home.resolve("share-1.json"), PLAYED, List.of(List.of("report", "add",
            path("share-0.json"), path("share-1.json"), "-o", path("sum.json"))));
        final Path checked = write("checked.json", gale("check", path("t.gt"), "--json"));
        gale("gate", "--record", job, "--report", checked.toString(), "--baseline", path("baseline"));
        final List<String> gate = List.of("gate", "--report", checked.toString(), "--baseline", path("baseline"));
        kinds.add(new Kind("report of a check", List.of(checked, home.resolve("baseline/checked.json")),
            List.of(gate), JUDGED));
        add("baseline", home.resolve("baseline/job.json"), JUDGED, List.of(List.of("gate", job, "--set", "count=200",
            "--baseline", path("baseline"))));
    }

    private void sweeps() throws IOException
    {
        final String results = path("results");
        write("swept/sweep.yaml", SWEEP);
        write("swept/job.yaml", JOB.replace("2k", "200"));
        gale("sweep", "run", path("swept/sweep.yaml"), "--out", results);
        kinds.add(new Kind("results of a sweep", regular(home.resolve("results"), file -> !file.endsWith("stdout") &&
            !file.endsWith("stderr")), List.of(List.of("sweep", "merge", results, "-o", path("merged"))), JUDGED));
        gale("sweep", "merge", results, "-o", path("joined"));
        kinds.add(new Kind("joined sweep", regular(home.resolve("joined"), file -> true),
            List.of(List.of("sweep", "report", path("joined")), List.of("compare", path("joined/points.jsonl"),
            path("joined/points.jsonl"))), JUDGED));
    }

    private void journals() throws IOException
    {
        journal("journal", home.resolve("wall"), List.of("inspect", path("wall"), "pending"));
        gale(Stream.concat(Stream.of("storm", "--clock", "virtual", "--count", "1k", "--journal", path("virtual")),
            Stream.of(SMALL)).toArray(String[]::new));
        journal("virtual journal", home.resolve("virtual"), List.of("inspect", path("virtual"), "regs", "--json"));
        gale(Stream.concat(Stream.of("storm", "--engines", "2", "--count", "500", "--journal", path("team")),
            Stream.of(SMALL)).toArray(String[]::new));
        journal("journals of engines", home.resolve("team"), List.of("inspect", path("team"), "vmte", "--vm", "1"));
        session(home.resolve("session"));
        device(home.resolve("drive"));
    }

    /** Adds the journal of a session, whose commands are those of a script. */
    private void session(final Path directory) throws IOException
    {
        final StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 400; i++)
        {
            lines.append(String.format("writeq 0x%x 0x%x%n", 0x4000_0000 + 8 * i, i))
                .append(String.format("ppi 0 27 %d%nspi %d %d%nhppi 0%n", i % 2, i % 32, i / 32 % 2));
        }
        SessionRunner.run(keys -> MachineTarget.create(keys, machine -> SessionJournal.create(directory, "test",
            machine)), new ByteArrayInputStream(lines.append("digest\n").toString().getBytes(
            StandardCharsets.US_ASCII)), new ByteArrayOutputStream());
        journal("journal of a session", directory, List.of("inspect", directory.toString(), "regs"));
    }

    /** Adds the journal of a device, which has no machine. */
    private void device(final Path directory) throws IOException
    {
        try (DeviceJournal journal = DeviceJournal.create(directory,
            new RunConfiguration("test", MachineConfig.DEFAULT, 1).with(RunConfiguration.DEVICE,
            "nvme queues=2 kind=io service=20us parallel=4 coalesce.threshold=4 coalesce.time=100us"), line -> { }))
        {
            for (int i = 0; i < 200; i++)
            {
                journal.at(1_000_000L + i);
                journal.message(ByteBuffer.wrap(new byte[] { 1, (byte)i, 0, 32, 5 }), i % 3);
                journal.stamp(0, (long)i << 32 | 1);
                journal.interrupt(i % 2);
            }
            journal.stamp(5, 5L << 60 | 2);
            journal.stamp(5, 5L << 60 | 1L << 32);
        }
        final String run = directory.toString();
        kinds.add(new Kind("journal of a device", regular(directory, file -> !file.endsWith("metadata.cq4t")), List.of(
            List.of("journal", "verify", run), List.of("journal", "describe", run), List.of("journal", "dump", run),
            List.of("journal", "describe", "--json", run), List.of("journal", "model", run), List.of("replay", run),
            List.of("inspect", run, "pending")), DEVICE));
    }

    private void journal(final String name, final Path directory, final List<String> view) throws IOException
    {
        final String run = directory.toString();
        kinds.add(new Kind(name, regular(directory, file -> !file.endsWith("metadata.cq4t")), List.of(
            List.of("journal", "verify", run), List.of("replay", run, "--verify"), List.of("journal", "describe", run),
            List.of("journal", "describe", run, "--job"),
            List.of("journal", "export", run, "-o", path("export.csv")), view), JOURNAL));
    }

    /** Returns the regular files below a directory that a test may damage, in the order of their names. */
    static List<Path> regular(final Path directory, final Predicate<Path> isDamaged) throws IOException
    {
        try (Stream<Path> files = Files.walk(directory))
        {
            return files.filter(Files::isRegularFile).filter(isDamaged).sorted().toList();
        }
    }
}
