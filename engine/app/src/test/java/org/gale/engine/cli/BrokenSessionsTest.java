package org.gale.engine.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.gale.engine.cli.console.ErrorMessages;
import org.gale.engine.cli.console.ExitCode;
import org.gale.engine.script.MachineTarget;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Sessions that lose an interrupt: each way to run or read one says so, and ends with 7. */
@Tag("P1")
@Tag("P5")
class BrokenSessionsTest
{
    private static final String LEGACY = """
        v4 host cpus=2
        v4 create_vm 1
        v4 legacy on
        v4 map 0 1 0 0 8192
        v4 config 0 8192 0xa0 1
        v4 load 0 0 0
        v4 enable 0 0
        v4 msi 1 0
        v4 disable 0 0
        """;
    private static final String LEGACY_FINDING = "P1 VM 0 LPI 8192, set pending, is neither pending nor acknowledged";
    private static final String FUNCTION = """
        machine monitor=consume-masked
        v4 host cpus=1
        v4 create_vm 1
        v4 map 0 1 0 0 8192
        v4 config 0 8192 0xa0 1
        v4 load 0 0 0
        msix create 1 vectors=1 bar=0x10000000
        writeq 0x10000000 0x08090040
        msix control 1 enable=1
        irqfd add 0 1 0
        irqfd route 0
        msix trigger 1 0
        irqfd consume 0
        """;
    private static final String FUNCTION_FINDING = "P1 vector 0 of function 1, triggered, is neither sent nor held";
    private static final String GAP_KEY = "kvm=7.4-gap";
    private static final String GAP_FINDING =
        "P5 VM 0 SPI 3 is pending, its vCPU 0 sleeps, and no doorbell is owed";
    private static final String VM = """
        kvm create_vm
        kvm create_device 0 vgic-v5
        kvm set_attr 0 ADDR IRS 0x80000000
        kvm create_vcpu 0 0
        kvm create_vcpu 0 1
        kvm set_attr 0 CTRL INIT
        """;
    private static final String GUEST = """
        kvm run 0 0 0
        sysw 0 vel1 ICC_PCR_EL1 0x1f
        sysw 0 vel1 ICC_CR0_EL1 0x3
        kvm mmio 0 w 0x80 4 1
        insn 0 vel1 CDEN 0x60000003
        kvm run 0 1 1
        """;
    private static final String RESTORED = """
        kvm put 0 0
        kvm put 0 1
        kvm save 0 @image
        kvm destroy_vm 0
        kvm create_vm
        kvm create_device 1 vgic-v5
        kvm create_vcpu 1 0
        kvm create_vcpu 1 1
        kvm set_attr 1 ADDR IRS 0x80000000
        kvm set_attr 1 CTRL INIT
        kvm restore 1 @image
        kvm run 1 0 0
        kvm run 1 1 1
        """;

    @TempDir
    private Path directory;

    /**
     * Session that breaks a promise.
     *
     * @param finding first words of its notice
     * @param lines   whose last one the notice precedes
     */
    private record Broken(String name, String finding, String lines)
    {
        @Override
        public String toString()
        {
            return name;
        }
    }

    static Stream<Broken> sessions()
    {
        return Stream.of(
            new Broken("an order of before GICv4.1", LEGACY_FINDING, LEGACY),
            new Broken("a masked eventfd that is consumed", FUNCTION_FINDING, FUNCTION),
            new Broken("a kernel that forgets a sleeper", GAP_FINDING,
                "machine " + GAP_KEY + '\n' + VM + GUEST + sleep(0)),
            new Broken("the same with commands that take effect later", GAP_FINDING,
                "machine ops.delay=8 ops.order=1 " + GAP_KEY + '\n' + VM + GUEST + sleep(0)),
            new Broken("the same on a board", GAP_FINDING,
                "machine irss=2 pes=4 " + GAP_KEY + '\n' + VM + GUEST + sleep(0)),
            new Broken("the same of a VM that was saved and restored", GAP_FINDING,
                "machine " + GAP_KEY + '\n' + VM + GUEST + RESTORED + sleep(1)));
    }

    /** Returns lines by which vCPU 0 of a VM sleeps before its interrupt can be delivered, which then it can. */
    private static String sleep(final int vm)
    {
        return """
            kvm mmio %1$d w 0x80 4 0
            kvm block %1$d 0
            kvm irq_line %1$d spi 0 3 1
            kvm mmio %1$d w 0x80 4 1
            stats
            """.formatted(vm);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sessions")
    void shouldSayItBeforeTheReplyOrOnStandardError(final Broken broken)
    {
        final Run quiet = script(broken.lines);
        assertEquals(ExitCode.INVARIANT_BROKEN, quiet.exit, quiet.text());
        assertTrue(quiet.err.contains(broken.finding), quiet.text());

        final Run noticed = script("notices on\n" + broken.lines);
        assertEquals(ExitCode.INVARIANT_BROKEN, noticed.exit, noticed.text());
        final List<String> replies = noticed.out.lines().toList();
        assertTrue(replies.get(replies.size() - 2).startsWith("! " + broken.finding), noticed.text());
        assertEquals(1, replies.stream().filter(reply -> reply.startsWith("!")).count(), noticed.text());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sessions")
    void shouldFailAsATranscript(final Broken broken) throws IOException
    {
        final Path file = directory.resolve("session.gt");
        script(broken.lines, "--transcript", file.toString());

        assertTrue(Files.readString(file).contains("\n# ! " + broken.finding), Files.readString(file));
        final Run check = gale("check", file.toString());
        assertEquals(ExitCode.INVARIANT_BROKEN, check.exit, check.text());
        assertTrue(check.out.contains("not ok 1"), check.text());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sessions")
    void shouldSayItInEachReplay(final Broken broken)
    {
        final String journal = directory.resolve("journal").toString();
        script(broken.lines + "stats\n", "--journal", journal);

        for (final List<String> options : List.of(List.<String>of(), List.of("--verify"), List.of("--paranoid"),
            List.of("--to", Integer.toString(applied(journal)))))
        {
            final String[] words = Stream.concat(Stream.of("replay", journal), options.stream()).toArray(String[]::new);
            final Run replay = gale(words);
            assertEquals(ExitCode.INVARIANT_BROKEN, replay.exit, options + replay.text());
            assertTrue(replay.text().contains(broken.finding.substring(3)), options + replay.text());
        }
    }

    /** Returns the number of the last command of a journal. */
    private static int applied(final String journal)
    {
        final String text = gale("journal", "describe", journal).out;

        return Integer.parseInt(text.replaceAll("(?s).*\ncommands +([0-9,]+)\n.*", "$1").replace(",", ""));
    }

    private static Run script(final String lines, final String... arguments)
    {
        final ByteArrayOutputStream replies = new ByteArrayOutputStream();
        final StringWriter err = new StringWriter();
        final ErrorMessages messages = new ErrorMessages();
        final int exit = new CommandLine(new ScriptCommand(MachineTarget::create,
            new ByteArrayInputStream(lines.getBytes(StandardCharsets.US_ASCII)), replies))
            .setParameterExceptionHandler(messages)
            .setExecutionExceptionHandler(messages)
            .setErr(new PrintWriter(err))
            .execute(arguments);

        return new Run(exit, replies.toString(StandardCharsets.US_ASCII), err.toString());
    }

    private static Run gale(final String... words)
    {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();

        return new Run(GaleRun.of(out, err, words), out.toString(), err.toString());
    }

    private record Run(int exit, String out, String err)
    {
        private String text()
        {
            return "exit " + exit + '\n' + out + err;
        }
    }
}
