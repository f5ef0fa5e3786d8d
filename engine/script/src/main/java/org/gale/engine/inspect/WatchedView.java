package org.gale.engine.inspect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import com.fasterxml.jackson.databind.JsonNode;
import org.gale.engine.config.NearestName;
import org.gale.engine.json.JsonText;
import org.gale.engine.machine.Machine;

/**
 * Field of a view of {@code gale inspect}: the view and its options, then the names on the way to the value, such as
 * {@code vmte.vm3.L2_VMTE.LPI_IST.IST_ADDR}. An entry of a list is named by values that it has, each after the name of
 * its column: {@code vpet.vm3.VPETE.VPE_ID1.VALID}. Capital and small letters are equal where one name fits. Only the
 * objects and lists on the way to the value are read. Immutable.
 *
 * @param words the view and its options, as {@code gale inspect} takes them
 * @param path  names and selectors
 * @param part  the view with the options that leave the value as it is
 */
record WatchedView(List<String> words, List<String> path, ViewRequest part) implements WatchedSubject
{
    private static final String NUMBER = "([0-9]{1,10}|0x[0-9a-f]{1,8})";
    private static final Pattern OTHER_THAN_NAMES = Pattern.compile("[^A-Za-z0-9_-]");

    /**
     * Parses the name of a field.
     *
     * @return the field, or null if the name does not begin with a view
     * @throws IllegalArgumentException with a sentence for the user
     */
    static WatchedView parse(final String text)
    {
        final List<String> parts = List.of(text.split("[.]", -1));
        final String first = parts.get(0).toLowerCase(Locale.ROOT);
        final Optional<View> view =
            Arrays.stream(View.values()).filter(some -> some.word().equals(first)).findFirst();
        if (parts.size() == 1 || view.isEmpty())
        {
            return null;
        }
        final List<String> words = new ArrayList<>(List.of(first));
        int at = 1;
        while (at < parts.size() && addOption(view.get(), parts.get(at).toLowerCase(Locale.ROOT), words))
        {
            at++;
        }
        final List<String> path = parts.subList(at, parts.size());
        if (path.isEmpty() || path.contains(""))
        {
            throw new IllegalArgumentException("'" + text + "' names no field of a view (try vmte.vm3.valid or " +
                "vpet.vm3.VPETE.VPE_ID1.VALID)");
        }
        final ViewRequest request = ViewRequest.parse(words);

        return new WatchedView(List.copyOf(words), List.copyOf(path), RegisterView.part(request, path));
    }

    @Override
    public void check(final Machine machine, final String field)
    {
        final ViewRequest request = ViewRequest.parse(words);
        if (!request.view().isCommon())                                         // a function may come later
        {
            ViewChecks.checkMachine(machine, request);
        }
        if (request.has(View.Option.PE))
        {
            ViewChecks.pe(machine, request);
        }
        if (request.has(View.Option.ITS))
        {
            ViewChecks.its(machine, request);
        }
    }

    @Override
    public boolean isThere(final Machine machine)
    {
        return !value(machine).equals(UNREACHABLE);
    }

    /** Returns the value as watches show it; that of an unreachable field if the machine has not the field now. */
    String value(final Machine machine)
    {
        try
        {
            final Walk walk = walk(JsonText.tree(json -> Inspector.write(machine, part, new ViewJson(json, path))));

            return walk.isWhole() ? text(walk.node()) : UNREACHABLE;
        }
        catch (final IllegalArgumentException ex)
        {
            return UNREACHABLE;                                 // a VM may come later
        }
    }

    /** Returns the values of a machine from which the value is made; null if it has no such view now. */
    ViewTrace trace(final Machine machine)
    {
        try
        {
            return ViewTrace.of(machine, part, path);
        }
        catch (final IllegalArgumentException ex)
        {
            return null;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("a list of values cannot be written to", ex);
        }
    }

    /** Returns whether events, turns and times leave the value as it is, on any machine. */
    boolean isSettled()
    {
        return part.view() == View.REGS && RegisterView.isSettled(path);
    }

    @Override
    public String absence(final Machine machine)
    {
        final Walk walk;
        try
        {
            walk = walk(JsonText.tree(Inspector.view(machine, words)));
        }
        catch (final IllegalArgumentException ex)
        {
            return ex.getMessage();
        }
        final List<String> names = walk.names();
        final String hint = NearestName.hint(walk.missing(), names);

        return "'" + String.join(" ", words) + "' has no '" + walk.missing() + "' there" +
            (!hint.isEmpty() || names.isEmpty() ? hint : " (there are: " + String.join(", ", names) + ")");
    }

    @Override
    public String text(final Machine machine, final String field)
    {
        return value(machine);
    }

    /**
     * Place on the way to a value.
     *
     * @param node    value that was reached
     * @param missing name that it lacks, or null at the end of the way
     */
    private record Walk(JsonNode node, String missing)
    {
        boolean isWhole()
        {
            return missing == null;
        }

        List<String> names()
        {
            final List<String> names = new ArrayList<>();
            (node.isArray() ? node.path(0) : node).fieldNames().forEachRemaining(names::add);

            return names;
        }
    }

    private Walk walk(final JsonNode view)
    {
        JsonNode node = view;
        int at = 0;
        while (at < path.size())
        {
            if (node.isArray())
            {
                final int selectors = selectors(node, at);
                if (selectors == 0)
                {
                    return new Walk(node, path.get(at));
                }
                node = entry(node, path.subList(at, at + selectors));
                at += selectors;
            }
            else
            {
                final JsonNode next = named(node, path.get(at));
                if (next == null)
                {
                    return new Walk(node, path.get(at));
                }
                node = next;
                at++;
            }
        }

        return new Walk(node, null);
    }

    /** Returns how many names in a row select an entry of a list together. */
    private int selectors(final JsonNode list, final int from)
    {
        int count = 0;
        while (from + count < path.size() && entry(list, path.subList(from, from + count + 1)) != null)
        {
            count++;
        }

        return count;
    }

    /** Returns the first entry of a list that has all values, or null. */
    private static JsonNode entry(final JsonNode list, final List<String> selectors)
    {
        for (final JsonNode entry : list)
        {
            boolean isSelected = true;
            for (int i = 0; isSelected && i < selectors.size(); i++)
            {
                isSelected = isSelected(entry, selectors.get(i));
            }
            if (isSelected)
            {
                return entry;
            }
        }

        return null;
    }

    private static boolean isSelected(final JsonNode entry, final String selector)
    {
        boolean isSelected = false;
        for (final Iterator<String> names = entry.fieldNames(); !isSelected && names.hasNext();)
        {
            final String name = names.next();
            isSelected = selector.length() > name.length() && selector.regionMatches(true, 0, name, 0, name.length()) &&
                selector.substring(name.length()).equalsIgnoreCase(selected(entry.get(name)));
        }

        return isSelected;
    }

    /** Returns a value as a selector has it; null for an object or a list. */
    private static String selected(final JsonNode value)
    {
        return value.isValueNode() ? OTHER_THAN_NAMES.matcher(value.asText()).replaceAll("") : null;
    }

    /** Returns the field of a name: in its letters, else in capital or small ones; null if there is none. */
    private static JsonNode named(final JsonNode object, final String name)
    {
        JsonNode found = object.get(name);
        for (final Iterator<String> names = object.fieldNames(); found == null && names.hasNext();)
        {
            final String next = names.next();
            found = next.equalsIgnoreCase(name) ? object.get(next) : null;
        }

        return found;
    }

    /** Returns a value as watches show it: a flag as 1 or 0, an object as pairs, a list as its length. */
    private static String text(final JsonNode node)
    {
        if (node.isObject())
        {
            final StringJoiner pairs = new StringJoiner(" ");
            node.properties().stream().filter(field -> field.getValue().isValueNode()).forEach(field ->
                pairs.add(field.getKey() + '=' + text(field.getValue())));

            return pairs.toString();
        }

        return node.isArray() ? Integer.toString(node.size()) : node.isNull() ? "none" :
            node.isBoolean() ? (node.asBoolean() ? "1" : "0") : node.asText();
    }

    /** Adds the words of an option that a view takes, such as {@code vm3}; returns false if the name is none. */
    private static boolean addOption(final View view, final String name, final List<String> words)
    {
        for (final View.Option option : View.Option.values())
        {
            final String begin = option.word().substring(2);
            final String value = name.startsWith(begin) ? name.substring(begin.length()) : null;
            final String form = option == View.Option.TYPE ? "lpi|spi" : option.takesValue() ? NUMBER : "";
            if (option != View.Option.JSON && view.takes(option) && value != null && value.matches(form))
            {
                words.add(option.word());
                if (option.takesValue())
                {
                    words.add(value);
                }
                return true;
            }
        }

        return false;
    }
}
