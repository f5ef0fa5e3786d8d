package org.gale.tests.drawn;

import java.util.ArrayList;
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
import org.junit.jupiter.params.provider.MethodSource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/**
 * Every schedule of three operations and two events on a small board, by number: after each command the PE is offered
 * what a plain model says, which knows nothing of the machine but the rules of the table.
 */
@Tag("M-ORD")
@Tag("B-ORD-3")
@Tag("B-ORD-8")
class ExploredSchedulesTest
{
    private static final int OPERATIONS_MOST = 4;
    /** In the ITS, and again in the IRS: an event passes every operation, too. */
    private static final int EVENTS_MOST = 2;
    private static final int LPIS = 2;
    private static final int NO_PRIORITY = 32;

    private static List<Program> programs()
    {
        return LatePrograms.ALL;
    }

    @ParameterizedTest
    @MethodSource("programs")
    void shouldDoAsTheModelWhereEachIsAtOnceOrPassesAll(final Program program)
    {
        explore(program, OPERATIONS_MOST, EVENTS_MOST);
    }

    /** Plays 10,125 schedules a program. */
    @Tag("slow")
    @ParameterizedTest
    @MethodSource("programs")
    void shouldDoAsTheModelUnderEverySchedule(final Program program)
    {
        explore(program, 1, 1);
    }

    /**
     * Plays a program under each schedule, whose number has a digit for each delay.
     *
     * @param ofOperations difference of two delays of operations that follow one another
     * @param ofEvents     likewise of events
     */
    private static void explore(final Program program, final int ofOperations, final int ofEvents)
    {
        final int steps = program.steps().size();
        final int[] most = new int[2 * steps];                                  // of each step, and of its arrival
        final int[] step = new int[most.length];
        int schedules = 1;
        for (int i = 0; i < most.length; i++)
        {
            final boolean isEvent = program.steps().get(i % steps).late() == Late.EVENT;
            most[i] = isEvent ? EVENTS_MOST : i < steps ? OPERATIONS_MOST : 0;
            step[i] = isEvent ? ofEvents : ofOperations;
            schedules *= most[i] / step[i] + 1;
        }
        final ReplyBuffer reply = new ReplyBuffer();
        for (int number = 0; number < schedules; number++)
        {
            final int[] delays = new int[most.length];
            int rest = number;
            for (int i = 0; i < most.length; i++)
            {
                delays[i] = rest % (most[i] / step[i] + 1) * step[i];
                rest /= most[i] / step[i] + 1;
            }
            try (ProtocolSession session = new ProtocolSession(MachineTarget::create, reply))
            {
                play(program, delays, session, reply, number);
            }
        }
    }

    private static void play(
        final Program program, final int[] delays, final ProtocolSession session, final ReplyBuffer reply,
        final int number)
    {
        final Model model = new Model(program, delays);
        LatePrograms.begin(session, reply, program, schedule(program, delays));
        for (int command = 0; command < model.end(); command++)
        {
            LatePrograms.execute(session, reply,
                command < program.steps().size() ? program.steps().get(command).line() : "clock_step 1");
            model.endCommand(command);

            assertEquals(model.offered(), LatePrograms.execute(session, reply, "hppi 0"),
                () -> program + " schedule " + number + ": " + schedule(program, delays));
        }
    }

    /** Returns the rows of a schedule: the delay of each step, and of each arrival in its turn. */
    private static String schedule(final Program program, final int[] delays)
    {
        final Map<String, List<Integer>> arrivals = new TreeMap<>();
        final StringBuilder rows = new StringBuilder();
        final int steps = program.steps().size();
        for (int i = 0; i < steps; i++)
        {
            final Step step = program.steps().get(i);
            rows.append(step.place().replace(' ', '/')).append("/x").append(step.count()).append('/')
                .append(step.count()).append('=').append(delays[i]).append(',');
            if (step.late() == Late.EVENT)
            {
                arrivals.computeIfAbsent("arrival/lpi" + (LatePrograms.FIRST + step.lpi()), key -> new ArrayList<>())
                    .add(delays[steps + i]);
            }
        }
        arrivals.forEach((place, own) ->
        {
            rows.append(place).append("/x").append(own.size());
            for (int i = 0; i < own.size(); i++)
            {
                rows.append('/').append(i + 1).append('=').append(own.get(i));
            }
            rows.append(',');
        });

        return rows.toString();
    }

    /**
     * Model of the table: when each step takes effect, and what the interrupts then are. Instructions on an interrupt
     * keep their order (M-ORD-2), and so do the events of an LPI in the ITS (M-ORD-3) and in the IRS (M-ORD-4).
     */
    private static final class Model
    {
        private final Program program;
        private final int[] delays;
        private final PlainInterrupt[] lpis = new PlainInterrupt[LPIS];
        /** End of a command with which each step takes effect, once it is known; an event then leaves the ITS. */
        private final int[] due;
        /** Steps that are in the IRS, in the order of their arrival, and when they leave it. */
        private final List<int[]> inIrs = new ArrayList<>();
        private boolean isTranslating = true;
        private int arrived;

        Model(final Program program, final int[] delays)
        {
            this.program = program;
            this.delays = delays;
            this.due = new int[program.steps().size()];
            for (int i = 0; i < LPIS; i++)
            {
                lpis[i] = new PlainInterrupt(LatePrograms.FIRST + i, new PlainAccount());
                lpis[i].enable(program.hasTwoLpis() ? i == 1 : i == 0);
                lpis[i].prioritise(i == 0 ? 0 : 4);
            }
        }

        /** Returns the number of commands after which nothing waits. */
        int end()
        {
            return program.steps().size() + 2 * OPERATIONS_MOST + 2 * EVENTS_MOST;
        }

        void endCommand(final int command)
        {
            if (command < due.length)
            {
                begin(command);
            }
            for (final Late late : List.of(Late.REGISTER, Late.INSTRUCTION))
            {
                for (int i = 0; i <= command && i < due.length; i++)
                {
                    if (program.steps().get(i).late() == late && due[i] == command)
                    {
                        act(program.steps().get(i));
                    }
                }
            }
            for (int i = 0; i <= command && i < due.length; i++)
            {
                if (program.steps().get(i).late() == Late.EVENT && due[i] == command)
                {
                    arrive(i, command + delays[due.length + turn(i)]);
                }
            }
            for (final int[] entry : inIrs)
            {
                if (entry[1] == command)
                {
                    act(program.steps().get(entry[0]));
                }
            }
        }

        String offered()
        {
            PlainInterrupt best = null;
            int priority = NO_PRIORITY;
            for (final PlainInterrupt lpi : lpis)
            {
                if (lpi.isCandidate() && lpi.priority() < priority)
                {
                    best = lpi;
                    priority = lpi.priority();
                }
            }

            return best == null ? "OK none" : "OK LPI " + best.intid() + ' ' + priority;
        }

        private void begin(final int number)
        {
            final Step step = program.steps().get(number);
            due[number] = number + delays[number];
            if (step.late() == Late.SETLPI)
            {
                due[number] = -1;
                arrive(number, number + delays[number]);
            }
            else if (step.late() == Late.EVENT && !isTranslating)
            {
                due[number] = -1;                                               // dropped
            }
            for (int i = 0; i < number && due[number] >= 0; i++)
            {
                final Step other = program.steps().get(i);
                due[number] = other.late() == step.late() && other.lpi() == step.lpi() ? Math.max(due[number], due[i]) :
                    due[number];
            }
        }

        /** Returns the step whose delay an arrival has: those of an LPI have theirs in the order of their arrival. */
        private int turn(final int number)
        {
            final Step step = program.steps().get(number);
            if (program.hasTwoLpis())
            {
                return number;
            }
            int turn = arrived++;
            for (int i = 0; i < due.length; i++)
            {
                if (program.steps().get(i).late() == step.late() && turn-- == 0)
                {
                    return i;
                }
            }

            throw new IllegalStateException("no such arrival");
        }

        private void arrive(final int number, final int leaving)
        {
            int leaves = leaving;
            for (final int[] entry : inIrs)
            {
                leaves = program.steps().get(entry[0]).lpi() == program.steps().get(number).lpi() ?
                    Math.max(leaves, entry[1]) : leaves;
            }
            inIrs.add(new int[] {number, leaves});
        }

        private void act(final Step step)
        {
            final PlainInterrupt lpi = lpis[step.lpi()];
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
}
