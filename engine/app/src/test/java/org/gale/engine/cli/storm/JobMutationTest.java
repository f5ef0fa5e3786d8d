package org.gale.engine.cli.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.gale.engine.cli.GaleRun;
import org.gale.engine.cli.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Campaign of broken job files: each ends with exit code 2, or is a job that prints, and prints again the same. */
class JobMutationTest
{
    private static final int FILES = 500;
    private static final String VIRTUAL = """
        job: modelled
        clock: virtual
        costs: {base: armv8-vhe, exit: 900ns, poll: 100us, lr-limit: 8}
        machine:
          kind: gicv4
          pes: 3
          scheduler: {slice: 3ms, enqueue: preempt}
          injection: {direct: [loud, quiet], vpeid-bits: 2}
        vms:
          - name: quiet
            count: 8
            guest: {handler: {list: [[1us, 9], [20us, 1]]}, work: on}
            devices: [{name: disk, count: 1, events: 64, traffic: {kind: open, rate: 20k}}]
          - name: loud
            guest:
              handler: {lognormal: {median: 2us, sigma: 0.5}}
              mask: 31
            devices: [{name: nic, traffic: {kind: open, rate: 600k}}]
        """;
    private static final List<String> ODD = List.of("0", "-1", "1", "31", "32", "4096", "65536", "16777217",
        "9223372036854775807", "99999999999999999999", "1e3", "0x10", "1_000", "", "~", "null", "true", "off", "max",
        "10s", "0s", "9999999h", "${x}", "${x:-2}", "'${'", "&a x", "*a", "!!int 3", "[1, 2]", "{a: b}", "- x", "\t",
        "group", "host", "open", "closed", "kvm", "gicv4", "quiet", "noise", "all", "0.5", "1000000.5");

    @TempDir
    private Path directory;

    private final Random random = new Random(29);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldRefuseOrPrintWhateverIsBroken() throws IOException
    {
        final List<String> whole = whole();
        final Path file = directory.resolve("job.yaml");
        final Path again = directory.resolve("again.yaml");
        int valid = 0;
        for (int i = 0; i < FILES; i++)
        {
            final byte[] broken = broken(whole.get(i % whole.size()));
            Files.write(file, broken);
            final int exitCode = run("storm", file.toString(), "--print-job");
            final String said = i + ": " + new String(broken, StandardCharsets.UTF_8) + "\n" + err;
            assertTrue(exitCode == ExitCode.OK || exitCode == ExitCode.USAGE, () -> exitCode + " of file " + said);
            final boolean isRefused = err.toString().lines().anyMatch(line -> !line.contains(": warning: "));
            assertEquals(exitCode == ExitCode.OK, !isRefused, said);
            assertFalse(exitCode == ExitCode.OK && out.toString().isEmpty(), said);
            if (exitCode == ExitCode.OK)
            {
                final String once = Files.writeString(again, out.toString()).toString();
                final String printed = out.toString();
                assertEquals(ExitCode.OK, run("storm", once, "--print-job"), () -> printed + err);
                assertEquals(printed, out.toString(), said);
                valid++;
            }
        }
        assertTrue(valid > 20 && valid < FILES / 2, "valid " + valid);
    }

    /** Returns the files that are broken: the examples, and what they print. */
    private List<String> whole() throws IOException
    {
        final List<String> whole = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("docs/examples")))
        {
            for (final Path file : files.sorted().toList())
            {
                whole.add(Files.readString(file));
                assertEquals(ExitCode.OK, run("storm", file.toString(), "--print-job"), err.toString());
                whole.add(out.toString());
            }
        }
        assertEquals(ExitCode.OK, run("profiles", "direct", "--print-job"));
        whole.add(out.toString());
        whole.add(VIRTUAL);
        final Path virtual = Files.writeString(directory.resolve("virtual.yaml"), VIRTUAL);
        assertEquals(ExitCode.OK, run("storm", virtual.toString(), "--print-job"), err.toString());
        whole.add(out.toString());

        return whole;
    }

    private byte[] broken(final String whole)
    {
        String text = whole;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int mutations = 1 + random.nextInt(3); mutations > 0; mutations--)
        {
            final List<String> lines = new ArrayList<>(text.lines().toList());
            final int at = random.nextInt(lines.size());
            switch (random.nextInt(8))
            {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(at, lines.get(random.nextInt(lines.size())));
                case 2 -> lines.addAll(at, List.copyOf(lines.subList(at, lines.size())));
                case 3 -> nest(lines, at);
                case 4 -> lines.set(at, lines.get(at).substring(0, random.nextInt(lines.get(at).length() + 1)));
                case 5, 6 -> lines.set(at, lines.get(at).replaceFirst(": [^{\\[].*|: \\S+(?=[,}])",
                    Matcher.quoteReplacement(": " + ODD.get(random.nextInt(ODD.size())))));
                default -> lines.set(at, flipped(lines.get(at)));
            }
            text = lines.isEmpty() ? "x" : String.join("\n", lines) + '\n';
            bytes = text.getBytes(StandardCharsets.UTF_8);
        }
        if (random.nextInt(4) == 0)
        {
            bytes[random.nextInt(bytes.length)] ^= (byte)(1 << random.nextInt(8));
        }

        return bytes;
    }

    private void nest(final List<String> lines, final int at)
    {
        final int levels = random.nextInt(3) == 0 ? 100 : 1 + random.nextInt(3);
        lines.set(at, lines.get(at) + "[".repeat(levels) + "]".repeat(random.nextInt(levels + 1)));
        for (int i = at; i < lines.size() && random.nextInt(4) != 0; i++)
        {
            lines.set(i, "  ".repeat(levels % 7) + lines.get(i));
        }
    }

    private String flipped(final String line)
    {
        final StringBuilder changed = new StringBuilder(line.isEmpty() ? " " : line);
        changed.setCharAt(random.nextInt(changed.length()), (char)(' ' + random.nextInt(95)));

        return changed.toString();
    }

    private int run(final String... arguments)
    {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);

        return GaleRun.of(out, err, arguments);
    }
}
