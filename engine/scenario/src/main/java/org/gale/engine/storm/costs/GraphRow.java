package org.gale.engine.storm.costs;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.storm.scenario.JobException;
import org.gale.engine.storm.scenario.Place;

/**
 * Row of a function graph: of the kernel's trace file, or of {@code trace-cmd report}.
 *
 * @param thread   that calls: a process id, or a CPU where the row names no process or the idle one
 * @param cpu      that the thread is on
 * @param depth    blanks in front of the call
 * @param function that is called, without the ending of a copy; empty for the end of a call that does not name it
 * @param ns       that the call took; 0 for one that begins
 * @param unitNs   of the last digit of that time
 */
record GraphRow(Kind kind, String thread, int cpu, int depth, String function, long ns, long unitNs)
{
    private static final String EVENTS = "funcgraph_";
    /** Task, number, CPU, flags, time and name of an event. */
    private static final Pattern EVENT = Pattern.compile("\\s*(\\S.*)-(\\d{1,9})\\s+(?:\\([^)]*\\)\\s+)?" +
        "\\[(\\d{1,5})\\]\\s+(?:\\S+\\s+)?\\d{1,12}\\.\\d{6,9}:\\s+(\\S+?):(.*)");
    private static final Pattern OF_CPU = Pattern.compile("\\s*(?:\\d{1,12}\\.\\d{1,9}\\s+\\|\\s*)?(\\d{1,5})\\)(.*)");
    private static final Pattern SWITCH = Pattern.compile("\\s*\\S.*-\\d{1,9}\\s+=>\\s+\\S.*-\\d{1,9}\\s*");
    private static final Pattern TASK = Pattern.compile("\\S.*-(\\d{1,9})");
    private static final Pattern FLAGS = Pattern.compile("[a-zA-Z0-9.#]{4,7}");
    private static final Pattern TIME = Pattern.compile("([+!#*@$]?)\\s*(\\d{1,12})(?:\\.(\\d{1,3}))? us");
    private static final Pattern MARK = Pattern.compile("==========>|<==========");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*\\*/");
    private static final Pattern BEGIN =
        Pattern.compile("([A-Za-z_][\\w.$]*)(?: \\[\\w+\\])?\\(.*\\) \\{(?: /\\*.*\\*/)?");
    private static final Pattern CALL =
        Pattern.compile("([A-Za-z_][\\w.$]*)(?: \\[\\w+\\])?\\(.*\\);(?: /\\*.*\\*/)?");
    /** End of a call, with its function, its caller or what it returned where the options for them are set. */
    private static final Pattern END = Pattern.compile("\\}(?: /\\* (?:([A-Za-z_][\\w.$]*)(?:\\(\\))?(?: .*)?|ret=.*|" +
        "= .*|<-.*)\\*/)?");
    /** Row of one of several machines. */
    private static final Pattern OF_MACHINE = Pattern.compile("\\s*([^\\s:]+\\.dat):\\s.*");
    private static final Pattern LOST =
        Pattern.compile("\\s*CPU:\\s*(\\d{1,5}) \\[(?:LOST )?(?:\\d+ )?EVENTS(?: DROPPED)?\\]\\s*");
    private static final Pattern AROUND = Pattern.compile("\\s*(?:#.*|-{5,}|cpus=\\d+|version = \\d+|" +
        "CPU \\d+ is empty)?\\s*");
    private static final int TASK_NUMBER = 2;
    private static final int EVENT_CPU = 3;
    private static final int EVENT_NAME = 4;
    private static final int EVENT_TEXT = 5;
    private static final int DIGITS = 3;
    private static final long NS_PER_US = 1_000;
    private static final String SIGNS = "+!#*@$";
    /** Time that the first sign stands for, ns; each other one stands for ten times as much. */
    private static final long SIGN_NS = 10_000;
    private static final String CUT = " (is it cut or changed?)";

    /** Kind of a row. */
    enum Kind
    {
        /** Call that begins. */
        BEGIN,
        /** Call in which no recorded one is. */
        CALL,
        /** End of a call. */
        END,
        /** Other thread on a CPU. */
        SWITCH,
        /** Events that were lost. */
        LOST,
        /** Row without a call. */
        NONE
    }

    /** Returns whether a line is of a function graph. */
    static boolean isRow(final String line)
    {
        if (line.indexOf('|') < 0)
        {
            return false;
        }

        return OF_CPU.matcher(line).matches() ||
            (line.contains(EVENTS) && isGraph(EVENT.matcher(line)));
    }

    private static boolean isGraph(final Matcher event)
    {
        return event.matches() && event.group(EVENT_NAME).startsWith(EVENTS);
    }

    /**
     * Reads a line of a text that is a function graph.
     *
     * @throws JobException if it is none of one
     */
    static GraphRow read(final String line, final Place place)
    {
        final Matcher machine = OF_MACHINE.matcher(line);
        if (machine.matches())
        {
            throw new JobException(place, "is of " + machine.group(1) + ", one of several machines (give trace-cmd " +
                "report the file of the host alone)");
        }
        final Matcher event = EVENT.matcher(line);
        if (event.matches())
        {
            final int cpu = Integer.parseInt(event.group(EVENT_CPU));

            return !isGraph(event) ? of(Kind.NONE, cpu) :
                columns(event.group(EVENT_TEXT), thread(event.group(TASK_NUMBER), cpu), cpu, place);
        }
        final Matcher ofCpu = OF_CPU.matcher(line);
        if (ofCpu.matches())
        {
            return row(ofCpu.group(2), Integer.parseInt(ofCpu.group(1)), place);
        }
        final Matcher lost = LOST.matcher(line);
        if (lost.matches())
        {
            return of(Kind.LOST, Integer.parseInt(lost.group(1)));
        }
        if (!AROUND.matcher(line).matches())
        {
            throw new JobException(place, "'" + shown(line) + "' is no line of a function graph" + CUT);
        }

        return of(Kind.NONE, 0);
    }

    private static GraphRow row(final String text, final int cpu, final Place place)
    {
        final int bar = text.indexOf('|');
        if (bar < 0)
        {
            if (SWITCH.matcher(text).matches())
            {
                return of(Kind.SWITCH, cpu);
            }
            throw new JobException(place, "'" + shown(text) + "' has no bar after its time" + CUT);
        }
        final Matcher task = TASK.matcher(text.substring(0, bar).strip());
        if (!task.matches())
        {
            return columns(text, thread("0", cpu), cpu, place);
        }
        final String thread = thread(task.group(1), cpu);
        final String behind = text.substring(bar + 1);
        final int next = behind.indexOf('|');
        final boolean hasFlags = next >= 0 && FLAGS.matcher(behind.substring(0, next).strip()).matches();

        return columns(hasFlags ? behind.substring(next + 1) : behind, thread, cpu, place);
    }

    /** Returns the row of a time, a bar and a call. */
    private static GraphRow columns(final String text, final String thread, final int cpu, final Place place)
    {
        final int bar = text.indexOf('|');
        if (bar < 0)
        {
            throw new JobException(place, "'" + shown(text) + "' has no bar after its time" + CUT);
        }
        final String time = text.substring(0, bar).strip();
        final String call = text.substring(bar + 1).stripTrailing();
        final String body = call.stripLeading();
        if (MARK.matcher(time).matches() || COMMENT.matcher(body).matches())
        {
            return of(Kind.NONE, cpu);
        }
        final Matcher begin = BEGIN.matcher(body);
        final Matcher leaf = CALL.matcher(body);
        final Matcher end = END.matcher(body);
        final Kind kind = begin.matches() ? Kind.BEGIN : leaf.matches() ? Kind.CALL : end.matches() ? Kind.END : null;
        if (kind == null)
        {
            throw new JobException(place, "'" + shown(body) + "' is no call of a function graph" + CUT);
        }
        if (time.isEmpty() != (kind == Kind.BEGIN))
        {
            throw new JobException(place, "'" + shown(body) + "' " + (time.isEmpty() ? "has no time" :
                "begins, and has a time, " + shown(time)) + CUT);
        }
        final String name = kind == Kind.BEGIN ? begin.group(1) : kind == Kind.CALL ? leaf.group(1) : end.group(1);
        final Matcher duration = TIME.matcher(time);
        if (kind != Kind.BEGIN)
        {
            checkTime(duration, time, place);
        }

        return new GraphRow(kind, thread, cpu, call.length() - body.length(),
            name == null ? "" : HostFunctions.plain(name), kind == Kind.BEGIN ? 0 : ns(duration),
            kind == Kind.BEGIN ? 0 : unitNs(duration));
    }

    private static void checkTime(final Matcher duration, final String time, final Place place)
    {
        MeasuredText.checkPoint(time, place);
        if (!duration.matches())
        {
            throw new JobException(place, "'" + shown(time) + "' is no time of a function graph, as 1.234 us is" + CUT);
        }
        final String sign = duration.group(1);
        long leastNs = sign.isEmpty() ? 0 : SIGN_NS;
        for (int i = SIGNS.indexOf(sign); i > 0; i--)
        {
            leastNs *= 10;
        }
        if (ns(duration) < leastNs)
        {
            throw new JobException(place, "'" + shown(time) + "': " + sign + " stands for more than " +
                leastNs / NS_PER_US + " us (is the text changed?)");
        }
    }

    private static long ns(final Matcher duration)
    {
        final String digits = duration.group(DIGITS) == null ? "" : duration.group(DIGITS);

        return Long.parseLong(duration.group(2)) * NS_PER_US +
            (digits.isEmpty() ? 0 : Long.parseLong(digits) * unitNs(duration));
    }

    private static long unitNs(final Matcher duration)
    {
        long unit = NS_PER_US;
        for (int i = duration.group(DIGITS) == null ? 0 : duration.group(DIGITS).length(); i > 0; i--)
        {
            unit /= 10;
        }

        return unit;
    }

    private static GraphRow of(final Kind kind, final int cpu)
    {
        return new GraphRow(kind, thread("0", cpu), cpu, 0, "", 0, 0);
    }

    /** Returns the name of a thread; the idle ones have one for each CPU. */
    private static String thread(final String task, final int cpu)
    {
        return Integer.parseInt(task) == 0 ? "CPU " + cpu : "task " + Integer.parseInt(task);
    }

    private static String shown(final String text)
    {
        return MeasuredText.shown(text);
    }
}
