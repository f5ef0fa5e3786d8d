package org.gale.engine.inspect;

import java.util.List;
import java.util.function.Function;
import org.gale.engine.config.NearestName;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.CommandTouches;

/**
 * Path to a field that a user watches: {@code vm3.lpi8193.pending}, {@code lpi5.priority}, {@code spi7},
 * {@code pe0.virq}, {@code pe0.ppi27}, {@code pe2.link}, {@code vm0.vcpu1.ppi27}, {@code function1.vector5.held},
 * {@code eventfd3.count}; of a GICv4 host also {@code vm0.lpi8193.route} and {@code vm0.vcpu1.state}. Fields are those
 * of views, in capital or small letters. A field of any view has a name, too: {@code vmte.vm3.valid}. Immutable.
 */
public final class WatchExpression
{
    /** Value of a field of what the machine does not have now. */
    static final String UNREACHABLE = WatchedSubject.UNREACHABLE;

    private final String text;
    private final WatchedSubject subject;
    private final String field;

    private WatchExpression(final String text, final WatchedNames.Name name)
    {
        this.text = text;
        this.subject = name.subject();
        this.field = name.word() == null ? "" : key(text, name.word(), name.fields());
    }

    /**
     * Parses an expression.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static WatchExpression parse(final String text)
    {
        return new WatchExpression(text, WatchedNames.parse(text));
    }

    /** Returns fields that a machine has, for completion: those of its first PEs, functions and eventfds. */
    public static List<String> names(final Machine machine)
    {
        return WatchedNames.all(machine);
    }

    /**
     * Checks that a machine may have the field; a VM, or an interrupt of its range, may come later.
     *
     * @throws IllegalArgumentException with a sentence for the user, which names what there is
     */
    public void check(final Machine machine)
    {
        in(machine).check(machine, field);
    }

    /** Returns whether a machine has the subject of the field now. */
    public boolean isThere(final Machine machine)
    {
        return in(machine).isThere(machine);
    }

    /** Returns a clause for users on what is not there in a machine, which names what there is. */
    public String absence(final Machine machine)
    {
        return in(machine).absence(machine);
    }

    /** Returns the value of a field that {@link #check} admits, as people read it. Changes nothing. */
    public String value(final Machine machine)
    {
        if (subject instanceof WatchedView view)
        {
            return view.value(machine);                                         // reads the view once
        }

        return isThere(machine) ? in(machine).text(machine, field) : UNREACHABLE;
    }

    /** Returns a reader of values one after another, each that of {@link #value}; for one thread. */
    public Function<Machine, String> reader()
    {
        return subject instanceof WatchedView view ? new ViewReader(view) : this::value;
    }

    /** Returns whether events, turns and times leave the value as it is, on any machine. */
    public boolean isSettled()
    {
        return subject instanceof WatchedView view && view.isSettled();
    }

    /**
     * Returns the interrupt as the log of commands names it.
     *
     * @return the word of {@link CommandTouches}, or −1 if the subject is none, or its VM has no number here
     */
    public long touch(final Machine machine)
    {
        return subject instanceof WatchedInterrupt interrupt ? interrupt.touch(machine) : -1;
    }

    @Override
    public String toString()
    {
        return text;
    }

    /** Returns the subject in a machine: the numbers of an interrupt are those of a vLPI in a GICv4 host. */
    private WatchedSubject in(final Machine machine)
    {
        return subject instanceof WatchedInterrupt interrupt && machine.queries() instanceof DirectQueries ?
            interrupt.vlpi() : subject;
    }

    /** Returns the key of a field that a machine of some kind has. */
    private static String key(final String text, final String word, final List<ViewFields<?>> fields)
    {
        final String key = ViewFields.key(word);
        if (fields.stream().noneMatch(some -> some.has(key)))
        {
            final List<String> names = fields.stream().flatMap(some -> some.names().stream()).distinct()
                .toList();
            final String hint = NearestName.hint(key, names.stream().map(ViewFields::key).distinct().toList());
            throw new IllegalArgumentException("'" + text + "': no field '" + word + "'" +
                (hint.isEmpty() ? " (there are: " + String.join(", ", names) + ")" : hint));
        }

        return key;
    }
}
