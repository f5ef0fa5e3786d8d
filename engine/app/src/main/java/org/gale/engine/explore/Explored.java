package org.gale.engine.explore;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.gale.engine.config.RunConfiguration;
import org.gale.engine.inspect.Explain;
import org.gale.engine.inspect.Opening;
import org.gale.engine.inspect.SearchWords;
import org.gale.engine.inspect.ShownView;
import org.gale.engine.inspect.WatchExpression;
import org.gale.engine.journal.JournalReader;
import org.gale.engine.json.JsonText;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.replay.ClosingVerdict;
import org.gale.engine.replay.IndexPass;
import org.gale.engine.replay.InterruptLife;
import org.gale.engine.replay.JournalIndex;
import org.gale.engine.replay.LifeWindow;
import org.gale.engine.replay.MemorySnapshots;
import org.gale.engine.replay.OwnerCounts;
import org.gale.engine.replay.ReplayCursor;
import org.gale.engine.replay.ReplayException;
import org.gale.engine.replay.TimeLine;
import org.gale.engine.system.Machines;
import org.gale.engine.transcript.PlaceTranscript;
import org.gale.tables.field.Field;
import org.gale.tables.ist.L2Iste;

/**
 * Journal that a page shows: its index, its snapshots in memory, and the cursor whose machine answers. Owned by the
 * thread that serves.
 */
public final class Explored implements ExploreServer.Answers, AutoCloseable
{
    private static final int ROWS = 10;
    private static final int FRAMES_A_TURN = 16;
    private static final int VIEW_LIMIT = 24;

    private final Path directory;
    private final Opening opening;
    private final MemorySnapshots snapshots;
    private final JournalIndex index = new JournalIndex();
    private final TimeLine timeLine;
    private final ReplayCursor cursor;
    private final RunConfiguration configuration;
    private final long first;
    /** Cursor of the first pass, null once it has ended. */
    private ReplayCursor passing;
    private IndexPass pass;
    private String damage;
    /** Rows of the interrupt that was shown last, or null. */
    private LifeWindow window;

    /**
     * Opens a journal.
     *
     * @param memoryBytes limit of its snapshots in memory
     */
    public Explored(final Path directory, final Opening opening, final long memoryBytes) throws IOException
    {
        this.directory = directory;
        this.opening = opening;
        this.snapshots = new MemorySnapshots(memoryBytes);
        this.damage = opening.tail().damage();
        this.cursor = ReplayCursor.openAtStart(directory, Machines.FACTORY, snapshots);
        try (JournalReader reader = JournalReader.openShared(directory))
        {
            this.configuration = RunConfiguration.parse(reader.header().configuration());
        }
        this.first = cursor.sequence();
        this.timeLine = new TimeLine(index, cursor, first);
        this.passing = ReplayCursor.openAtStart(directory, Machines.FACTORY, snapshots);
        this.pass = new IndexPass(passing, index);
    }

    /** Returns the number of the last command that the first pass has read. */
    public long indexed()
    {
        return passing == null ? index.last() : passing.sequence();
    }

    /** Returns whether the first pass has read all of the journal. */
    public boolean isIndexed()
    {
        return passing == null;
    }

    @Override
    public boolean work() throws IOException
    {
        boolean isMore = passing != null;
        for (int i = 0; i < FRAMES_A_TURN && isMore; i++)
        {
            try
            {
                isMore = pass.next();
            }
            catch (final ReplayException ex)
            {
                damage = ex.getMessage();
                isMore = false;
            }
        }
        if (!isMore && passing != null)
        {
            passing.close();
            passing = null;
            pass = null;
        }

        return isMore;
    }

    @Override
    public JsonText.Fields answer(final PageQuestion asked, final Runnable check) throws IOException
    {
        cursor.progress(place -> check.run());

        return switch (asked.path())
        {
            case "journal" -> journal();
            case "state" -> state(asked);
            case "life" -> life(asked, check);
            case "change" -> change(asked, check);
            case "explain" -> explain(asked);
            case "more" -> more();
            case "find" -> find(asked);
            case "account" -> account(asked);
            case "script" -> PlaceTranscript.of(cursor, first, place(asked, "at"), shown(asked), check).fields();
            case "rule" -> rule(asked);
            case "lanes" -> timeLine.lanes(from(asked), to(asked), check);
            default -> null;
        };
    }

    @Override
    public void close() throws IOException
    {
        cursor.close();
        if (passing != null)
        {
            passing.close();
        }
    }

    /** Reads on in a journal that a process is writing. */
    private JsonText.Fields more() throws IOException
    {
        if (passing == null)
        {
            cursor.close();                                                     // its end of the journal is an old one
            cursor.to(first);
            passing = ReplayCursor.openAtStart(directory, Machines.FACTORY, snapshots);
            passing.to(index.last());
            pass = new IndexPass(passing, index);
        }

        return journal();
    }

    private JsonText.Fields journal() throws IOException
    {
        final boolean isRunning = JournalReader.isInUse(directory);
        final Machine machine = cursor.machine();

        return json ->
        {
            json.writeStringField("directory", directory.toString());
            json.writeNumberField("first", first);
            json.writeNumberField("end", end());
            json.writeNumberField("indexed", indexed());
            json.writeBooleanField("done", isIndexed());
            json.writeBooleanField("running", isRunning);
            json.writeStringField("damage", damage);
            json.writeNumberField("at", opening.at());
            json.writeStringField("show", opening.show());
            json.writeBooleanField("direct", machine.queries() instanceof DirectQueries);
            json.writeBooleanField("virtual", machine.config().virtual());
            json.writeNumberField("pes", machine.config().pes());
            json.writeNumberField("itss", machine.config().virtual() ? machine.config().board().itss() : 0);
            json.writeNumberField("block_commands", index.blockCommands());
            json.writeNumberField("index_bytes", index.bytes());
            json.writeNumberField("snapshots", snapshots.count());
            json.writeNumberField("snapshot_bytes", snapshots.bytes());
            json.writeNumberField("snapshot_space", snapshots.space());
            ClosingVerdict.writeBroken(json, opening.tail().verdict());
            json.writeArrayFieldStart("L2_ISTE");
            for (final Field field : L2Iste.FIELDS)
            {
                json.writeStartObject();
                json.writeStringField("name", field.name());
                json.writeNumberField("shift", field.shift());
                json.writeNumberField("width", field.width());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectFieldStart("made_by");
            json.writeStringField("gale", configuration.version());
            json.writeStringField("machine", configuration.machine().toKeys());
            json.writeNumberField("seed", configuration.seed());
            for (final Map.Entry<String, String> other : configuration.others().entrySet())
            {
                json.writeStringField(other.getKey(), other.getValue());
            }
            json.writeEndObject();
        };
    }

    /** Returns the number of the last command, as far as it is known. */
    private long end()
    {
        return isIndexed() ? index.last() : Math.max(opening.tail().commands(), passing.sequence());
    }

    private JsonText.Fields state(final PageQuestion asked) throws IOException
    {
        final long at = place(asked, "at");
        final List<String> views = asked.all("view");
        if (views.size() > VIEW_LIMIT)
        {
            throw new IllegalArgumentException("more than " + VIEW_LIMIT + " views");
        }
        cursor.to(Math.max(first, at - 1));
        final List<ShownView> before = at > first ? ShownView.of(cursor.machine(), views) : List.of();
        final String command = at > first ? cursor.step() : null;
        final List<ShownView> now = ShownView.of(cursor.machine(), views);
        final String next = next();

        return json ->
        {
            json.writeNumberField("at", at);
            json.writeStringField("command", command);
            json.writeStringField("next", next);
            json.writeArrayFieldStart("views");
            for (int i = 0; i < views.size(); i++)
            {
                json.writeStartObject();
                json.writeStringField("words", views.get(i));
                now.get(i).write(json, "now");
                if (i < before.size())
                {
                    before.get(i).write(json, "before");
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        };
    }

    /** Returns the text of the next command; null at the end, and at a damage. */
    private String next() throws IOException
    {
        try
        {
            return cursor.nextText();
        }
        catch (final ReplayException ex)
        {
            damage = ex.getMessage();
            return null;
        }
    }

    private JsonText.Fields life(final PageQuestion asked, final Runnable check) throws IOException
    {
        final long at = place(asked, "at");
        final WatchExpression shown = shown(asked);
        cursor.to(at);
        shown.check(cursor.machine());
        final String value = shown.value(cursor.machine());
        if (window == null || !window.covers(shown.toString(), at, index.last()))
        {
            window = LifeWindow.around(life(shown, check), shown.toString(), at, index.last(), ROWS);
        }
        final LifeWindow found = window;

        return json ->
        {
            json.writeNumberField("at", at);
            json.writeStringField("show", shown.toString());
            json.writeStringField("value", value);
            json.writeNumberField("searched", found.searched());
            json.writeBooleanField("older", found.isOlder());
            json.writeBooleanField("newer", found.isNewer());
            InterruptLife.write(json, found.rows());
        };
    }

    private InterruptLife life(final WatchExpression shown, final Runnable check)
    {
        return new InterruptLife(cursor, index,
            new InterruptLife.Subject(shown.reader(), shown.touch(cursor.machine()), shown.isSettled()), check);
    }

    /** Finds the next or the previous command that changed a subject. */
    private JsonText.Fields change(final PageQuestion asked, final Runnable check) throws IOException
    {
        final long at = place(asked, "at");
        final WatchExpression shown = shown(asked);
        cursor.to(at);
        shown.check(cursor.machine());
        final InterruptLife life = life(shown, check);
        final List<InterruptLife.LifeRow> rows = asked.text("to").equals("next") ?
            life.after(at, InterruptLife.LifeRow::isChange, 1) :
            life.upTo(Math.max(first, at - 1), InterruptLife.LifeRow::isChange, 1);

        return json ->
        {
            json.writeStringField("show", shown.toString());
            json.writeNumberField("searched", index.last());
            InterruptLife.write(json, rows);
        };
    }

    private JsonText.Fields explain(final PageQuestion asked) throws IOException
    {
        cursor.to(place(asked, "at"));

        return Explain.of(cursor.machine(), null, List.of(asked.text("show").split(" ", -1)));
    }

    /** Finds what the words of a search name: a field, or the interrupt of an event. */
    private JsonText.Fields find(final PageQuestion asked) throws IOException
    {
        final String text = asked.text("text").strip().toLowerCase(Locale.ROOT);
        cursor.to(place(asked, "at"));
        final String found = SearchWords.found(cursor.machine(), text);

        return json -> json.writeStringField("show", found);
    }

    private JsonText.Fields account(final PageQuestion asked) throws IOException
    {
        final long before = Math.max(first, from(asked) - 1);
        final long to = to(asked);
        cursor.to(before);
        final OwnerCounts counts = OwnerCounts.compared(cursor.machine(), before);
        cursor.to(to);

        return OwnerCounts.compared(cursor.machine(), to).since(counts).fields(before);
    }

    private static JsonText.Fields rule(final PageQuestion asked)
    {
        final String text = RuleText.of(asked.text("id"));

        return json -> json.writeStringField("text", text);
    }

    private static WatchExpression shown(final PageQuestion asked)
    {
        return WatchExpression.parse(asked.text("show"));
    }

    private long from(final PageQuestion asked)
    {
        return Math.max(first, asked.number("from"));
    }

    private long to(final PageQuestion asked)
    {
        final long to = place(asked, "to");
        if (to < from(asked))
        {
            throw new IllegalArgumentException("to: " + to + " comes before from");
        }

        return to;
    }

    /** Returns the number of a command that the journal has. */
    private long place(final PageQuestion asked, final String name)
    {
        final long number = asked.number(name);
        if (number < first || number > end())
        {
            throw new IllegalArgumentException("no command " + number + ": there are " + first + " to " + end());
        }

        return number;
    }
}
