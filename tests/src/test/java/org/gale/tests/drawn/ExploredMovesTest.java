package org.gale.tests.drawn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;
import org.gale.engine.storm.scenario.MoveOrder;
import org.gale.tables.operand.GicCdAff;
import org.gale.tables.operand.GicCdIa;
import org.gale.tables.operand.GicCdIntid;
import org.gale.tables.operand.GicCdPend;
import org.gale.tables.operand.Intid;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * All interleavings of one move of a vector from PE 0 to PE 1 with messages of its device and acknowledges, breadth
 * first. Instructions and events of the machine take effect late. The right order loses nothing in any state. Each
 * wrong order has the fewest steps to its loss.
 */
@Tag("B-ORD-1")
class ExploredMovesTest
{
    private static final int LPI = 40;
    private static final int EVENT = 5;
    private static final int NO_EVENT = 7;
    private static final int MESSAGES = 2;
    private static final int ACKNOWLEDGES = 2;
    private static final int IDLES = 2;
    private static final int SETTLING = 16;
    /** Commands that an event takes through ITS and IRS. */
    private static final int ARRIVAL = 4;
    private static final int OLD = 1;
    private static final int NEW = 2;
    private static final int STATE_LIMIT = 20_000;
    private static final int INTID = Intid.of(Intid.TYPE_LPI, LPI);
    private static final List<String> BEGIN = List.of(
        "machine pes=2 ram=0x40000000:0x40000 its.cache=0 ops.order=1 ops.delay=2",
        "sysw 0 el1 ICC_CR0_EL1 1", "sysw 0 el1 ICC_PCR_EL1 31", "sysw 1 el1 ICC_CR0_EL1 1",
        "sysw 1 el1 ICC_PCR_EL1 31", "writel 0x08010080 1", "clock_step 1", "clock_step 1",
        "writel 0x08010190 0xe", "clock_step 1", "writeq 0x08010180 0x40010001", "clock_step 1", "clock_step 1",
        "writeq 0x40030018 0x4000000040031001", "writel 0x081000d0 8", "writeq 0x081000c0 0x40030000",
        "writel 0x08100080 1", "clock_step 1", "clock_step 1", "writeq 0x40031028 0x80000028",
        "insn 0 el1 CDEN " + GicCdIntid.of(INTID), "insn 0 el1 GSBSYS");

    /** Search: the states, and the steps to the first loss, none if nothing is lost. */
    private record Found(int states, String steps)
    {
    }

    private static List<String> moveSteps(final MoveOrder order)
    {
        final String affinity = "insn 0 el1 CDAFF " + GicCdAff.of(INTID, 1, false);
        final String barrier = "insn 0 el1 GSBSYS";

        return switch (order)
        {
            case RIGHT -> List.of(affinity + "+both", barrier + "+home");
            case FORGET_PENDING -> List.of("insn 0 el1 CDDIS " + GicCdIntid.of(INTID), barrier,
                "insn 0 el1 CDPEND " + GicCdPend.of(INTID, false), affinity + "+both",
                "insn 0 el1 CDEN " + GicCdIntid.of(INTID), barrier + "+home");
            case NO_SYNC -> List.of(affinity + "+home");
            case TWO_STORES -> List.of("clock_step 1+torn", "clock_step 1+whole", affinity + "+both",
                barrier + "+home");
        };
    }

    private static Found search(final MoveOrder order)
    {
        final Set<String> known = new HashSet<>();
        final ArrayDeque<List<String>> open = new ArrayDeque<>(List.of(List.of()));
        while (!open.isEmpty() && known.size() < STATE_LIMIT)
        {
            final List<String> path = open.remove();
            final List<String> steps;
            try (World world = new World(order, path))
            {
                steps = world.steps();
            }
            for (final String step : steps)
            {
                final List<String> longer = new ArrayList<>(path);
                longer.add(step);
                try (World world = new World(order, longer))
                {
                    final boolean isNew = known.add(world.key());
                    if (world.isLost() || (isNew && world.losesAtRest()))
                    {
                        return new Found(known.size(), String.join(", ", longer));
                    }
                    if (isNew)
                    {
                        open.add(longer);
                    }
                }
            }
        }

        return new Found(known.size(), open.isEmpty() ? "" : "not closed");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "RIGHT | 556 | ''",
        "FORGET_PENDING | 789 | message, move, move, move, move, move, move",
        "NO_SYNC | 269 | message, message, PE 0, move, idle, PE 0",
        "TWO_STORES | 291 | move, message, move, move, move"})
    void shouldFindTheFewestStepsToALoss(final MoveOrder order, final int states, final String steps)
    {
        assertEquals(new Found(states, steps), search(order));
    }

    /** Machine, device and guest at the end of a path. */
    private static final class World implements AutoCloseable
    {
        private final ReplyBuffer reply = new ReplyBuffer();
        private final ProtocolSession session = new ProtocolSession(MachineTarget::create, reply);
        private final List<String> move;
        private int moved;
        private int messages;
        private int acknowledges;
        private int idles;
        private int homes = OLD;                                    // PEs with a handler
        private int sinceMessage;                                   // commands
        private boolean isTorn;
        private boolean isOwed;                                     // a message came that no handler has followed
        private boolean isLost;

        World(final MoveOrder order, final List<String> path)
        {
            this.move = moveSteps(order);
            BEGIN.forEach(line -> LatePrograms.execute(session, reply, line));
            path.forEach(this::take);
        }

        private String say(final String line)
        {
            sinceMessage++;

            return LatePrograms.execute(session, reply, line);
        }

        boolean isLost()
        {
            return isLost;
        }

        String key()
        {
            return LatePrograms.execute(session, reply, "digest") + ' ' + moved + messages + acknowledges + idles +
                homes + isTorn + isOwed + Math.min(sinceMessage, ARRIVAL);
        }

        List<String> steps()
        {
            final List<String> steps = new ArrayList<>();
            if (messages < MESSAGES)
            {
                steps.add("message");
            }
            if (acknowledges < ACKNOWLEDGES)
            {
                steps.add("PE 0");
                steps.add("PE 1");
            }
            if (moved < move.size())
            {
                steps.add("move");
            }
            if (idles < IDLES)
            {
                steps.add("idle");
            }

            return steps;
        }

        private void take(final String step)
        {
            switch (step)
            {
                case "message" ->
                {
                    messages++;
                    isOwed = true;
                    say("msi 0 3 " + (isTorn ? NO_EVENT : EVENT));
                    sinceMessage = 0;
                }
                case "PE 0", "PE 1" ->
                {
                    acknowledges++;
                    handle(step.charAt(step.length() - 1) - '0');
                }
                case "move" -> move(move.get(moved++));
                default ->
                {
                    idles++;
                    say("clock_step 1");
                }
            }
        }

        private void move(final String step)
        {
            final String[] parts = step.split("\\+", -1);
            say(parts[0]);
            final String what = parts.length > 1 ? parts[1] : "";
            homes = what.equals("home") ? NEW : what.equals("both") ? OLD | NEW : homes;
            isTorn = what.equals("torn") || (isTorn && !what.equals("whole"));
        }

        /** Has a PE take an interrupt, if it has one. Returns whether it had. */
        private boolean handle(final int pe)
        {
            final boolean hasArrived = sinceMessage >= ARRIVAL;
            final String answer = say("insn " + pe + " el1 CDIA");
            final long result = Long.decode(answer.split(" +", -1)[1]);
            if (!GicCdIa.isValid(result))
            {
                return false;
            }
            isLost |= (homes & 1 << pe) == 0;
            isOwed &= !hasArrived;                                  // else it was an earlier message
            say("insn " + pe + " el1 CDEOI");
            say("insn " + pe + " el1 CDDI " + GicCdIntid.of(GicCdIa.intid(result)));

            return true;
        }

        /** Lets all take effect once the move is done, and has both PEs take what is there. */
        boolean losesAtRest()
        {
            if (moved < move.size())
            {
                return false;
            }
            for (int i = 0; i < SETTLING; i++)
            {
                say("clock_step 1");
            }
            for (int pe = 0; pe < 2; pe++)
            {
                while (handle(pe))
                {
                    say("clock_step 1");
                }
            }

            return isOwed || isLost;
        }

        @Override
        public void close()
        {
            session.close();
        }
    }
}
