package org.gale.engine.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.NearestName;
import org.gale.engine.machine.FunctionQueries;
import org.gale.engine.machine.Machine;
import org.gale.tables.operand.Intid;

/** Names of the subjects of watches, such as {@code vm3.lpi8193}, with the fields of each. Pure functions. */
final class WatchedNames
{
    private static final String FIELD = "(?:[.]([A-Za-z_]+))?";
    private static final String VM = "vm([0-9]{1,5})[.]";
    private static final String VCPU = VM + "vcpu([0-9]{1,4})";
    private static final String PE = "pe([0-9]{1,4})[.]";
    private static final String PPI = "ppi([0-9]{1,3})" + FIELD;
    private static final String FUNCTION = "function([0-9]{1,7})";
    private static final Pattern PART = Pattern.compile("([A-Za-z]+)([0-9]+)");
    private static final int VM_LIMIT = 1 << 16;
    private static final int LISTED_LIMIT = 16;
    private static final List<Form> FORMS = List.of(
        new Form(PE + "([A-Za-z]+)", at -> new WatchedPe(at[0]), WatchedPe.FIELDS),
        new Form(PE + PPI, at -> new WatchedPpi(new WatchedPe(at[0]), at[1]), WatchedPpi.FIELDS),
        new Form(VCPU + FIELD, at -> new WatchedVcpu(at[0], at[1]), WatchedVcpu.FIELDS),
        new Form(VCPU + "[.]" + PPI, at -> new WatchedVcpuPpi(at[0], at[1], at[2]), WatchedVcpuPpi.FIELDS),
        interrupt("lpi", Intid.TYPE_LPI),
        interrupt("spi", Intid.TYPE_SPI),
        new Form(FUNCTION + FIELD, at -> new WatchedFunction(at[0]), FunctionFields.FUNCTION),
        new Form(FUNCTION + "[.]vector([0-9]{1,4})" + FIELD,
            at -> new WatchedVector(new WatchedFunction(at[0]), at[1]), FunctionFields.VECTOR),
        new Form("eventfd([0-9]{1,7})" + FIELD, at -> new WatchedEventfd(at[0]), FunctionFields.EVENTFD));
    private static final List<String> WORDS =
        List.of("vm", "lpi", "spi", "pe", "vcpu", "ppi", "function", "vector", "eventfd");

    private WatchedNames()
    {
    }

    /**
     * Name that was parsed.
     *
     * @param word   field as it was written, or null
     * @param fields of the subject on machines of each kind
     */
    record Name(WatchedSubject subject, String word, List<ViewFields<?>> fields)
    {
    }

    /** Form of names: groups of digits, then that of the field. A group that is missing is a number of −1. */
    private record Form(Pattern pattern, Function<int[], WatchedSubject> maker, List<ViewFields<?>> fields)
    {
        Form(final String pattern, final Function<int[], WatchedSubject> maker, final ViewFields<?>... fields)
        {
            this(Pattern.compile(pattern), maker, List.of(fields));
        }

        Name parse(final Matcher matcher)
        {
            final int[] numbers = new int[matcher.groupCount() - 1];
            for (int i = 0; i < numbers.length; i++)
            {
                numbers[i] = matcher.group(i + 1) == null ? -1 : Integer.parseInt(matcher.group(i + 1));
            }
            final boolean isOfVm = matcher.group().startsWith("vm");
            final WatchedSubject made =
                isOfVm && numbers[0] >= VM_LIMIT ? null : maker.apply(numbers);
            if (made == null)
            {
                throw new IllegalArgumentException(
                    "'" + matcher.group() + "': ids are below 2^24, VMs below 2^16");
            }

            return new Name(made, matcher.group(matcher.groupCount()), fields);
        }
    }

    /**
     * Parses a name and its field.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    static Name parse(final String text)
    {
        final WatchedView view = WatchedView.parse(text);
        if (view != null)
        {
            return new Name(view, null, List.of());
        }
        for (final Form form : FORMS)
        {
            final Matcher matcher = form.pattern().matcher(text);
            if (matcher.matches())
            {
                return form.parse(matcher);
            }
        }
        final String near = near(text);

        throw new IllegalArgumentException("'" + text + "' is no field" + (!near.isEmpty() ? near :
            " (try vm3.lpi8193.pending, lpi5, spi7.priority, pe0.virq, pe0.ppi27, function1.vector5.held, " +
            "eventfd3.count or vmte.vm3.valid)"));
    }

    /** Returns fields that a machine has: those of its first PEs, functions, their first vectors and eventfds. */
    static List<String> all(final Machine machine)
    {
        final List<String> names = new ArrayList<>();
        for (int pe = 0; pe < Math.min(LISTED_LIMIT, machine.config().pes()); pe++)
        {
            add(names, "pe" + pe, WatchedPe.names(machine));
        }
        final FunctionQueries functions = machine.functions();
        for (int i = 0; functions != null && i < Math.min(LISTED_LIMIT, functions.functionCount()); i++)
        {
            final String function = "function" + functions.deviceIdAt(i);
            add(names, function, FunctionFields.FUNCTION.names());
            add(names, function + ".vector0", FunctionFields.VECTOR.names());
        }
        int number = functions == null ? -1 : functions.nextEventfd(0);
        for (int i = 0; number >= 0 && i < LISTED_LIMIT; i++)
        {
            add(names, "eventfd" + number, FunctionFields.EVENTFD.names());
            number = functions.nextEventfd(number + 1);
        }

        return names;
    }

    private static void add(final List<String> names, final String subject, final List<String> fields)
    {
        fields.forEach(field -> names.add(subject + '.' + field));
    }

    private static Form interrupt(final String word, final int type)
    {
        return new Form("(?:" + VM + ")?" + word + "([0-9]{1,8})" + FIELD,
            at -> at[1] >= Intid.ID_LIMIT ? null : new WatchedInterrupt(at[0], Intid.of(type, at[1])),
            WatchedInterrupt.FIELDS, WatchedVlpi.FIELDS);
    }

    /** Returns a clause with the nearest name of the same numbers and field, or an empty text. */
    private static String near(final String text)
    {
        final List<String> parts = new ArrayList<>();
        for (final String part : text.split("[.]", -1))
        {
            final Matcher matcher = PART.matcher(part);
            parts.add(!matcher.matches() ? part :
                NearestName.to(matcher.group(1), WORDS).orElse(matcher.group(1)) + matcher.group(2));
        }
        final String near = String.join(".", parts);

        return !near.equals(text) && FORMS.stream().anyMatch(form -> form.pattern().matcher(near).matches()) ?
            ": did you mean '" + near + "'?" : "";
    }
}
