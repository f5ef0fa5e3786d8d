package org.gale.tests.drawn;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;

import static org.junit.jupiter.api.Assertions.assertTrue;

/** Programs of three operations and two events on a small board, of which each may take effect later. */
final class LatePrograms
{
    /** Events of two LPIs, an enable and a priority of the first one, and an ITS that is disabled meanwhile. */
    static final Program TWO_LPIS = new Program("TWO_LPIS",
        List.of("writeq 0x40031028 0x80000028", "writeq 0x40032030 0x80000029",
            "insn 0 el1 CDEN 0x40000029", "insn 0 el1 CDPRI 0x2040000029", "insn 0 el1 GSBSYS"),
        "CDPRI/0:lpi41/x1,CDEN/0:lpi41/x1,",
        List.of(new Step(Late.INSTRUCTION, "insn 0 el1 CDEN 0x40000028", "CDEN 0:lpi40", 1, 0, "enable", 1),
            new Step(Late.EVENT, "msi 0 3 5", "event 3:5", 1, 0, "edge", 0),
            new Step(Late.REGISTER, "writel 0x08100080 0", "ITS_CR0", 2, 0, "translate", 0),
            new Step(Late.INSTRUCTION, "insn 0 el1 CDPRI 0x4040000028", "CDPRI 0:lpi40", 1, 0, "prioritise", 8),
            new Step(Late.EVENT, "msi 0 4 6", "event 4:6", 1, 1, "edge", 0)));
    /** Two events of one LPI, whose Pending is cleared between them, a store to the SETLPI frame, and a disable. */
    static final Program ONE_LPI = new Program("ONE_LPI",
        List.of("writeq 0x40031028 0x80000028", "writeq 0x40032030 0x80000028",
            "insn 0 el1 CDEN 0x40000028", "insn 0 el1 GSBSYS"),
        "CDEN/0:lpi40/x1,ITS_CR0/x1,",
        List.of(new Step(Late.EVENT, "msi 0 3 5", "event 3:5", 1, 0, "edge", 0),
            new Step(Late.INSTRUCTION, "insn 0 el1 CDPEND 0x40000028", "CDPEND 0:lpi40", 1, 0, "pend", 0),
            new Step(Late.EVENT, "msi 0 4 6", "event 4:6", 1, 0, "edge", 0),
            new Step(Late.SETLPI, "writel 0x08020000 0x28", "SETLPI lpi40", 1, 0, "edge", 0),
            new Step(Late.INSTRUCTION, "insn 0 el1 CDDIS 0x40000028", "CDDIS 0:lpi40", 1, 0, "enable", 0)));

    /** Both programs. */
    static final List<Program> ALL = List.of(TWO_LPIS, ONE_LPI);
    /** LPI of the steps with number 0. */
    static final int FIRST = 40;

    /** Operations of the setting up of the board, which are complete at once. */
    private static final String AT_ONCE =
        "IRS_CR0/x1,IRS_IST_BASER/x1,operands/IRS_IST_BASER/x1,operands/ITS_CR0/x2,";
    private static final List<String> BEGIN = List.of(
        "sysw 0 el1 ICC_CR0_EL1 1", "sysw 0 el1 ICC_PCR_EL1 31", "writel 0x08010080 1", "clock_step 1",
        "writel 0x08010190 0xe", "writeq 0x08010180 0x40010001", "writeq 0x40030018 0x4000000040031001",
        "writeq 0x40030020 0x4000000040032001", "writel 0x081000d0 8", "writeq 0x081000c0 0x40030000",
        "writel 0x08100080 1");

    private LatePrograms()
    {
    }

    /** Kinds of what is late. */
    enum Late
    {
        INSTRUCTION,
        REGISTER,
        EVENT,
        SETLPI
    }

    /**
     * Command with something late.
     *
     * @param late  its kind
     * @param line  the command
     * @param place its place in a schedule, without the ordinal
     * @param count operations of the place with those of the beginning; the last one is late
     * @param lpi   0 or 1
     * @param does  word of the model
     * @param value of the word
     */
    record Step(Late late, String line, String place, int count, int lpi, String does, int value)
    {
    }

    /**
     * Program of three operations and two events.
     *
     * @param name   of the program
     * @param begin  lines before
     * @param atOnce entries of the schedule without a delay
     * @param steps  that may be late
     */
    record Program(String name, List<String> begin, String atOnce, List<Step> steps)
    {
        /** Returns whether the events are those of two LPIs. */
        boolean hasTwoLpis()
        {
            return steps.stream().anyMatch(step -> step.lpi != 0);
        }

        @Override
        public String toString()
        {
            return name;
        }
    }

    /** Makes the machine of a program, whose delays are those of a schedule, and sets its board up. */
    static void begin(
        final ProtocolSession session, final ReplyBuffer reply, final Program program, final String schedule)
    {
        execute(session, reply, "machine pes=1 ram=0x40000000:0x40000 its.cache=0 ops.order=1 ops.delay=16 " +
            "ops.schedule=list:" + AT_ONCE + program.atOnce + schedule);
        BEGIN.forEach(line -> execute(session, reply, line));
        program.begin.forEach(line -> execute(session, reply, line));
    }

    /** Executes a line that must be right, and returns the reply. */
    static String execute(final ProtocolSession session, final ReplyBuffer reply, final String line)
    {
        final byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        reply.clear();
        session.execute(bytes, 0, bytes.length);
        session.beforeReplies();
        final String text = reply.text(0).strip();
        assertTrue(text.startsWith("OK"), () -> line + ": " + text);

        return text;
    }
}
