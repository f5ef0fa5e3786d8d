package org.gale.engine.json;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.util.TokenBuffer;

/** Forms of one object of JSON: text, or its values. All reports, views and answers in JSON are written here. Pure. */
public final class JsonText
{
    /** Characters above this are escaped, so that none of C1 reaches a terminal. */
    private static final int LAST_PLAIN = '~';
    private static final JsonFactory FACTORY =
        new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private JsonText()
    {
    }

    /** Mapper of values, which takes ten times as long to make as a line: made when a tree is asked for. */
    private static final class Values
    {
        static final ObjectMapper MAPPER = new ObjectMapper();
        /** Reader that refuses what hides a value: a second document, or a second field of one name. */
        static final ObjectReader READER = MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    }

    /** Printer that keeps the first field of the outermost object on the first line. */
    private static final class TitledPrinter extends DefaultPrettyPrinter
    {
        private static final long serialVersionUID = 1L;

        @Override
        public void beforeObjectEntries(final JsonGenerator generator) throws IOException
        {
            if (_nesting == 1)
            {
                generator.writeRaw(' ');
            }
            else
            {
                super.beforeObjectEntries(generator);
            }
        }
    }

    /** Fields of an object. */
    @FunctionalInterface
    public interface Fields
    {
        /** Writes the fields. The object is begun before, and ended after. */
        void write(JsonGenerator json) throws IOException;
    }

    /** Returns an object on one line, without a line separator. */
    public static String line(final Fields fields)
    {
        final StringWriter text = new StringWriter();
        try
        {
            write(FACTORY.createGenerator(text), fields);
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("a string cannot be written to", ex);
        }

        return text.toString();
    }

    /** Returns an object as its values, for a writer of another form that shows the same ones. */
    public static JsonNode tree(final Fields fields)
    {
        try (TokenBuffer values = new TokenBuffer(Values.MAPPER, false))
        {
            write(values, fields);

            return Values.MAPPER.readTree(values.asParser());
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("a list of values cannot be written to", ex);
        }
    }

    /**
     * Returns the values of one document.
     *
     * @throws IllegalArgumentException if the text is none, with the reason
     */
    public static JsonNode read(final String text)
    {
        try
        {
            return Values.READER.readTree(text);
        }
        catch (final JsonProcessingException ex)
        {
            throw new IllegalArgumentException("is not one JSON document (line " +
                (ex.getLocation() == null ? 1 : ex.getLocation().getLineNr()) + ')', ex);
        }
    }

    /** Writes an object on one line. The writer is not closed. */
    public static void plain(final Writer writer, final Fields fields) throws IOException
    {
        write(FACTORY.createGenerator(writer), fields);
    }

    /** Writes an object with a field on each line, and a line feed. The writer is flushed, not closed. */
    public static void indented(final Writer writer, final Fields fields) throws IOException
    {
        indented(writer, false, fields);
    }

    /**
     * Writes an object with a field on each line, and a line feed. The writer is flushed, not closed.
     *
     * @param isTitled true to write the first field on the first line
     */
    public static void indented(final Writer writer, final boolean isTitled, final Fields fields) throws IOException
    {
        final DefaultPrettyPrinter printer = isTitled ? new TitledPrinter() : new DefaultPrettyPrinter();
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        write(FACTORY.createGenerator(writer).setPrettyPrinter(printer), fields);
        writer.write('\n');
        writer.flush();
    }

    private static void write(final JsonGenerator generator, final Fields fields) throws IOException
    {
        try (JsonGenerator json = generator.setHighestNonEscapedChar(LAST_PLAIN))
        {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        }
    }
}
