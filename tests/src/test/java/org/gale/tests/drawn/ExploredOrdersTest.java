package org.gale.tests.drawn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;
import org.gale.tests.drawn.LatePrograms.Late;
import org.gale.tests.drawn.LatePrograms.Program;
import org.gale.tests.drawn.LatePrograms.Step;
import org.gale.tests.drawn.plain.PlainAccount;
import org.gale.tests.drawn.plain.PlainInterrupt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Every order of three operations and two events on a small board, by number: each step begins and takes effect, and an
 * event leaves the ITS between. The orders are all those that the table leaves. The model has no delays: it does what
 * an order says, one thing a command, and the PE is offered the same.
 */
@Tag("M-ORD")
@Tag("B-ORD-3")
@Tag("B-ORD-8")
class ExploredOrdersTest
{
    private static final int FEW = 40;
    private static final int NEVER = -1;

    @ParameterizedTest(name = "{0}: {1} orders")
    @CsvSource({"TWO_LPIS, 6354", "ONE_LPI, 3509"})
    void shouldDoAsTheModelInSomeOrders(final String name, final int count)
    {
        assertEquals(count, new Orders(program(name), FEW).explore());
    }

    @Tag("slow")
    @ParameterizedTest(name = "{0}: {1} orders")
    @CsvSource({"TWO_LPIS, 6354", "ONE_LPI, 3509"})
    void shouldDoAsTheModelInEveryOrder(final String name, final int count)
    {
        assertEquals(count, new Orders(program(name), 1).explore());
    }

    private static Program program(final String name)
    {
        return LatePrograms.ALL.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    /** Orders of a program. Each step has three places: its begin, its effect, and the arrival of an event. */
    private static final class Orders
    {
        private static final int BEGIN = 0;
        private static final int EFFECT = 1;
        private static final int ARRIVAL = 2;
        private static final int KINDS = 3;

        private final Program program;
        private final int every;
        private final int steps;
        private final int length;
        /** Position of each thing in the order, {@link #NEVER} before it has one. */
        private final int[][] at;
        private final ReplyBuffer reply = new ReplyBuffer();
        private int orders;

        Orders(final Program program, final int every)
        {
            this.program = program;
            this.every = every;
            this.steps = program.steps().size();
            this.length = 2 * steps + (int)program.steps().stream().filter(Orders::isEvent).count();
            this.at = new int[KINDS][steps];
            Arrays.stream(at).forEach(positions -> Arrays.fill(positions, NEVER));
        }

        /** Returns the number of orders, of which every so many are played. */
        int explore()
        {
            append(0);

            return orders;
        }

        private static boolean isEvent(final Step step)
        {
            return step.late() == Late.EVENT;
        }

        private void append(final int position)
        {
            if (position == length)
            {
                if (orders % every == 0)
                {
                    play();
                }
                orders++;
                return;
            }
            for (int kind = 0; kind < KINDS; kind++)
            {
                for (int step = 0; step < steps; step++)
                {
                    if (at[kind][step] == NEVER && isAllowed(kind, step))
                    {
                        at[kind][step] = position;
                        append(position + 1);
                        at[kind][step] = NEVER;
                    }
                }
            }
        }

        private boolean isAllowed(final int kind, final int number)
        {
            final Step step = program.steps().get(number);
            if (kind == BEGIN)
            {
                return number == 0 || at[BEGIN][number - 1] != NEVER;           // the program has its order
            }
            if (kind == ARRIVAL)
            {
                return isEvent(step) && at[EFFECT][number] != NEVER && isNextInIrs(number, at[EFFECT][number]);
            }
            if (step.late() == Late.SETLPI)
            {
                return at[BEGIN][number] != NEVER && isNextInIrs(number, at[BEGIN][number]);     // M-ORD-5
            }
            boolean isAllowed = at[BEGIN][number] != NEVER;
            for (int other = 0; other < number && step.late() != Late.REGISTER; other++)
            {
                isAllowed &= at[EFFECT][other] != NEVER || program.steps().get(other).late() != step.late() ||
                    program.steps().get(other).lpi() != step.lpi();             // M-ORD-2, M-ORD-3
            }

            return isAllowed;
        }

        /** Returns whether every event of the same LPI that entered the IRS before a position has left it. */
        private boolean isNextInIrs(final int number, final int entered)        // M-ORD-4
        {
            boolean isNext = true;
            for (int other = 0; other < steps; other++)
            {
                final Step step = program.steps().get(other);
                final int enters = isEvent(step) ? at[EFFECT][other] : step.late() == Late.SETLPI ? at[BEGIN][other] :
                    NEVER;
                final int leaves = at[isEvent(step) ? ARRIVAL : EFFECT][other];
                isNext &= other == number || enters == NEVER || enters > entered || leaves != NEVER ||
                    step.lpi() != program.steps().get(number).lpi();
            }

            return isNext;
        }

        /** Plays the order: a thing that does not begin takes effect with the end of a command that does nothing. */
        private void play()
        {
            final Effects model = new Effects(program);
            try (ProtocolSession session = new ProtocolSession(MachineTarget::create, reply))
            {
                LatePrograms.begin(session, reply, program, schedule());
                for (int position = 0; position < length; position++)
                {
                    String line = "clock_step 1";
                    for (int number = 0; number < steps; number++)
                    {
                        final Step step = program.steps().get(number);
                        if (at[BEGIN][number] == position)
                        {
                            line = step.line();
                            model.begin(number);
                        }
                        else if (at[isEvent(step) ? ARRIVAL : EFFECT][number] == position)
                        {
                            model.act(number);
                        }
                    }
                    LatePrograms.execute(session, reply, line);

                    assertEquals(model.offered(), LatePrograms.execute(session, reply, "hppi 0"),
                        () -> program + " order " + orders + ": " + Arrays.deepToString(at));
                }
            }
        }

        private String schedule()
        {
            final StringBuilder rows = new StringBuilder();
            final Map<String, TreeMap<Integer, Integer>> arrivals = new TreeMap<>();
            for (int number = 0; number < steps; number++)
            {
                final Step step = program.steps().get(number);
                rows.append(step.place().replace(' ', '/')).append("/x").append(step.count()).append('/')
                    .append(step.count()).append('=').append(at[EFFECT][number] - at[BEGIN][number]).append(',');
                if (isEvent(step))
                {
                    arrivals.computeIfAbsent("arrival/lpi" + (LatePrograms.FIRST + step.lpi()),
                        place -> new TreeMap<>()).put(at[EFFECT][number], at[ARRIVAL][number] - at[EFFECT][number]);
                }
            }
            arrivals.forEach((place, delays) ->
            {
                final List<Integer> inOrder = new ArrayList<>(delays.values());
                rows.append(place).append("/x").append(inOrder.size());
                for (int i = 0; i < inOrder.size(); i++)
                {
                    rows.append('/').append(i + 1).append('=').append(inOrder.get(i));
                }
                rows.append(',');
            });

            return rows.toString();
        }
    }

    /** Model of the effects alone. */
    private static final class Effects
    {
        private static final int NO_PRIORITY = 32;

        private final Program program;
        private final List<PlainInterrupt> lpis = new ArrayList<>();
        private final boolean[] isDropped;
        private boolean isTranslating = true;

        Effects(final Program program)
        {
            this.program = program;
            this.isDropped = new boolean[program.steps().size()];
            for (int i = 0; i < 2; i++)
            {
                final PlainInterrupt lpi = new PlainInterrupt(LatePrograms.FIRST + i, new PlainAccount());
                lpi.enable(program.hasTwoLpis() ? i == 1 : i == 0);
                lpi.prioritise(i == 0 ? 0 : 4);
                lpis.add(lpi);
            }
        }

        void begin(final int number)
        {
            isDropped[number] = Orders.isEvent(program.steps().get(number)) && !isTranslating;
        }

        void act(final int number)
        {
            final Step step = program.steps().get(number);
            final PlainInterrupt lpi = lpis.get(step.lpi());
            if (!isDropped[number])
            {
                switch (step.does())
                {
                    case "enable" -> lpi.enable(step.value() != 0);
                    case "prioritise" -> lpi.prioritise(step.value());
                    case "pend" -> lpi.pend(step.value() != 0);
                    case "edge" -> lpi.edge();
                    default -> isTranslating = step.value() != 0;
                }
            }
        }

        String offered()
        {
            String offered = "OK none";
            int priority = NO_PRIORITY;
            for (final PlainInterrupt lpi : lpis)
            {
                if (lpi.isCandidate() && lpi.priority() < priority)
                {
                    priority = lpi.priority();
                    offered = "OK LPI " + lpi.intid() + ' ' + priority;
                }
            }

            return offered;
        }
    }
}
