package org.gale.engine.transcript;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.gale.engine.accounting.Ledger;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.MachineConfig;
import org.gale.engine.config.NumberText;
import org.gale.engine.inspect.Inspector;
import org.gale.engine.inspect.WatchExpression;
import org.gale.engine.json.JsonText;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.replay.CommandScan;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.script.MachineTarget;
import org.gale.engine.script.ProtocolSession;
import org.gale.engine.script.ReplyBuffer;
import org.gale.engine.script.SessionTranscript;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;

/**
 * Transcript that brings a machine into the state of an interrupt at a command of a journal. It has the commands that
 * set the machine up, and from a beginning on the events and what the guests took. The last lines are the views of the
 * interrupt, with the replies that the journal's machine gives. A transcript is played before it is handed out, and
 * the nearest beginning comes first. Owned by the thread of the cursor.
 */
public final class PlaceTranscript
{
    /** Limit of the lines of a transcript. */
    public static final int LINE_LIMIT = PlaceLines.LINE_LIMIT;

    /** Commands before the place that are searched first for a beginning; a further search has more, by a factor. */
    private static final long FIRST_WINDOW = 1 << 14;
    private static final int WIDER = 16;
    private static final long FIRST = 0;

    private final ReplyBuffer reply = new ReplyBuffer();
    private final ReplayCursor cursor;
    private final CommandScan scan;
    private final WatchExpression shown;
    private final long at;
    private final long touch;
    private final List<String> views;
    private final MachineConfig config;

    /**
     * Transcript that passes.
     *
     * @param text  of the file
     * @param from  command after which its events begin
     * @param lines number of its lines
     */
    public record Made(String text, long from, long lines)
    {
        /** Returns the transcript as JSON. */
        public JsonText.Fields fields()
        {
            return json ->
            {
                json.writeNumberField("from", from);
                json.writeNumberField("lines", lines);
                json.writeStringField("text", text);
            };
        }
    }

    private PlaceTranscript(
        final ReplayCursor cursor, final long at, final WatchExpression shown, final Runnable check) throws IOException
    {
        this.cursor = cursor;
        this.scan = new CommandScan(cursor, check);
        this.shown = shown;
        this.at = at;
        cursor.to(at);
        final Machine machine = cursor.machine();
        shown.check(machine);
        this.touch = shown.touch(machine);
        this.config = machine.config();
        this.views = touch < 0 || !shown.isThere(machine) ? List.of() : views();
    }

    /**
     * Makes the transcript of an interrupt.
     *
     * @param at    command after which the state is
     * @param check called again and again; throws to end the work
     * @throws IllegalArgumentException with a sentence for the user, if there is none: the reasons of each beginning
     */
    public static Made of(final ReplayCursor cursor, final long first, final long at, final WatchExpression shown,
        final Runnable check) throws IOException
    {
        if (first != FIRST)
        {
            throw new IllegalArgumentException("no script: the journal begins after command " +
                NumberText.count(first) + ", and the commands that set the machine up are purged");
        }
        final PlaceTranscript made = new PlaceTranscript(cursor, at, shown, check);
        if (made.views.isEmpty())
        {
            throw new IllegalArgumentException("no script: choose an LPI or SPI that the machine has here, such as " +
                "vm0.lpi5; '" + shown + "' is none");
        }

        return made.made();
    }

    private Made made() throws IOException
    {
        final List<String> reasons = new ArrayList<>();
        final List<String> replies = new ArrayList<>();
        for (final String view : views)
        {
            replies.add("OK " + Inspector.inspect(cursor.machine(), List.of(view.split(" ", -1))));
        }
        Made found = null;
        final long vmAtRest = atRest(FIRST_WINDOW, this::isVmAtRest);
        if (vmAtRest >= 0)
        {
            found = made(PlaceLines.Reach.VM, vmAtRest, replies, reasons);
        }
        final long atRest = found == null ? atRest(Long.MAX_VALUE, this::isAtRest) : -1;
        if (atRest >= 0)
        {
            found = made(PlaceLines.Reach.INTERRUPT, atRest, replies, reasons);
        }
        for (final PlaceLines.Reach reach : List.of(PlaceLines.Reach.VM, PlaceLines.Reach.ALL))
        {
            found = found == null ? made(reach, FIRST, replies, reasons) : found;
        }
        if (found == null)
        {
            throw new IllegalArgumentException("no script: " + String.join("; ", reasons));
        }

        return found;
    }

    /** Makes the transcript of a beginning; returns null and adds the reason if it does not pass. */
    private Made made(final PlaceLines.Reach reach, final long from, final List<String> replies,
        final List<String> reasons) throws IOException
    {
        final String title = "from command " + NumberText.count(from + 1) + " on with " + reach.title();
        final List<PlaceLines.Line> lines = new PlaceLines(scan, cursor, touch, reach).of(from, at);
        if (lines == null || lines.size() + views.size() > LINE_LIMIT / 2)
        {
            reasons.add(title + ": more than " + NumberText.counted(LINE_LIMIT, "line"));
            return null;
        }
        for (int i = 0; i < views.size(); i++)
        {
            lines.add(new PlaceLines.Line("inspect " + views.get(i), replies.get(i)));
        }
        final StringBuilder text = new StringBuilder("# ").append(shown).append(" after command ")
            .append(NumberText.count(at)).append(" of a journal: gale check plays this file\n# Events ").append(title)
            .append(".\n");
        final String reason = play(lines, text);
        if (reason != null)
        {
            reasons.add(title + ": " + reason);
            return null;
        }

        return new Made(text.toString(), from, text.chars().filter(c -> c == '\n').count());
    }

    /** Plays lines, and appends them with the replies; returns why the end is another one, or null. */
    private String play(final List<PlaceLines.Line> lines, final StringBuilder text)
    {
        try (ProtocolSession session = new ProtocolSession(MachineTarget::create, reply))
        {
            String reason = null;
            for (final PlaceLines.Line line : lines)
            {
                final byte[] bytes = line.command().getBytes(StandardCharsets.US_ASCII);
                reply.clear();
                session.execute(bytes, 0, bytes.length);
                final String actual = reply.text(session.replyOffset()).stripTrailing();
                append(text.append(SessionTranscript.COMMAND_PREFIX).append(line.command()).append('\n'), session)
                    .append(SessionTranscript.REPLY_PREFIX).append(actual).append('\n');
                if (line.reply() != null && !line.reply().equals(actual))
                {
                    reason = "the reply to '" + line.command() + "' is '" + actual + "', not '" + line.reply() + "'";
                }
                else if (line.reply() == null && actual.startsWith("FAIL"))
                {
                    reason = "'" + line.command() + "' is answered '" + actual + "'";
                }
                if (reason != null)
                {
                    return reason;
                }
            }
            session.scanAtEnd();
            append(text, session);
        }

        return null;
    }

    private static StringBuilder append(final StringBuilder text, final ProtocolSession session)
    {
        session.notices().forEach(notice -> text.append(SessionTranscript.REPLY_PREFIX)
            .append(ProtocolSession.NOTICE_PREFIX).append(notice.line()).append('\n'));

        return text;
    }

    /**
     * Returns the last command before the place after which a condition holds.
     *
     * @param widest limit of the commands before the place that are searched
     * @return the number of the command, 0 for the beginning; −1 if there is none
     */
    private long atRest(final long widest, final Predicate<Machine> condition) throws IOException
    {
        long found = -1;
        long from = at;
        for (long window = FIRST_WINDOW; found < 0 && from > FIRST && window <= widest; window *= WIDER)
        {
            final long to = from;
            from = Math.max(FIRST, at - window);
            scan.begin(from);
            boolean isOn = true;
            while (isOn && cursor.sequence() < to)
            {
                found = condition.test(cursor.machine()) ? cursor.sequence() : found;
                isOn = scan.next();
            }
        }
        scan.end();

        return found;
    }

    private boolean isVmAtRest(final Machine machine)
    {
        final Ledger ledger = machine.accounts().ledger((int)(touch >>> Integer.SIZE));

        return ledger == null || ledger.pending() == 0;
    }

    private boolean isAtRest(final Machine machine)
    {
        if (machine.queries() instanceof InterruptQueries queries)
        {
            final int owner = (int)(touch >>> Integer.SIZE);
            final long entry = queries.table(owner, Intid.type((int)touch)) == null ? 0 :
                queries.entry(owner, (int)touch);

            return entry < 0 || (entry & (L2Iste.PENDING.mask() | L2Iste.ACTIVE.mask())) == 0;
        }
        final String value = ' ' + shown.value(machine).toLowerCase(Locale.ROOT) + ' ';

        return Arrays.stream(new String[] {" pending=1 ", " active=1 ", " owed=1 "}).noneMatch(value::contains);
    }

    private List<String> views()
    {
        final int owner = (int)(touch >>> Integer.SIZE);
        final int id = Intid.id((int)touch);
        if (config.gicv4() != null)
        {
            final String words = option("vm", OwnerId.vmId(owner)) + option("lpi", id);

            return List.of("vpt" + words, "latch" + words);
        }
        final String type = option("type", Intid.isSpi((int)touch) ? "spi" : "lpi") + option("id", id);

        return List.of(
            OwnerId.isPhysical(owner) ? "ist" + type : "vist" + option("vm", OwnerId.vmId(owner)) + type);
    }

    /** Returns an option of a view with its value, as the lines of a session spell it. */
    private static String option(final String name, final Object value)
    {
        return " --" + name + ' ' + value;
    }
}
