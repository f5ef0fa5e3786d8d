package org.gale.tests.architecture;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;

/** List of the forms that texts for readers avoid, each with its replacement. */
final class PlainForms
{
    private static final Pattern END = Pattern.compile("(?<=[.:;!?]) ");
    private static final List<Form> FORMS =
        lines("/language/forms.csv").stream().skip(1).map(PlainForms::form).toList();

    private PlainForms()
    {
    }

    /** Returns a line for each form that a sentence has. */
    static List<String> of(final String sentence)
    {
        return FORMS.stream().filter(form -> form.pattern().matcher(sentence).find())
            .map(form -> form.name() + ": " + form.replacement()).distinct().toList();
    }

    /** Returns each sentence of a text that has a form, with the form. */
    static Stream<String> in(final String text)
    {
        return Stream.of(END.split(text.replaceAll("\\s+", " ").strip(), -1))
            .flatMap(sentence -> of(sentence).stream().map(form -> sentence + " [" + form + ']'));
    }

    /** Returns the lines of a resource, without comments. */
    static List<String> lines(final String resource)
    {
        try (InputStream in = PlainForms.class.getResourceAsStream(resource))
        {
            return new String(in.readAllBytes(), UTF_8).lines().filter(line -> !line.startsWith("#")).toList();
        }
        catch (final IOException ex)
        {
            throw new IllegalStateException(ex);
        }
    }

    private static Form form(final String line)
    {
        final String[] columns = line.split("\t", -1);

        return new Form(columns[0], Pattern.compile(columns[1]), columns[2]);
    }

    private record Form(String name, Pattern pattern, String replacement)
    {
    }
}
