package org.gale.engine.report.document;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.TokenFilter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.OutcomeException;

/**
 * Reader of all documents: reports of storms, and the files of joined sweeps. It
 * refuses what hides a value, a second document or a second field of one name. Pure functions.
 */
public final class DocumentReader
{
    private static final ObjectMapper MAPPER = JsonMapper.builder()
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

    private DocumentReader()
    {
    }

    /** Returns the values of a text, which is one document. */
    public static JsonNode tree(final String text) throws JsonProcessingException
    {
        return MAPPER.readTree(text);
    }

    /** Returns the values of a file, which is one document. */
    public static JsonNode tree(final byte[] bytes) throws IOException
    {
        return MAPPER.readTree(bytes);
    }

    /**
     * Returns the values of a text, which is one document.
     *
     * @param name for messages
     * @throws OutcomeException if it is not one
     */
    public static JsonNode tree(final String name, final String text)
    {
        try
        {
            return tree(text);
        }
        catch (final JsonProcessingException ex)
        {
            throw new OutcomeException(Outcome.USAGE, name + ": is not one JSON document (line " +
                (ex.getLocation() == null ? 1 : ex.getLocation().getLineNr()) + ')', ex);
        }
    }

    /** Filter of the parts of a document that a reader uses. A value named as a part that is left out stays. */
    private static final class Used extends TokenFilter
    {
        private final Set<String> leftOut;

        Used(final Set<String> leftOut)
        {
            this.leftOut = leftOut;
        }

        @Override
        public TokenFilter includeProperty(final String name)
        {
            return leftOut.contains(name) ? null : this;
        }
    }

    /**
     * Returns the values of a file without objects and lists of some names, which take no memory.
     *
     * @return null of an empty file
     */
    public static JsonNode treeWithout(final Set<String> names, final byte[] bytes) throws IOException
    {
        try (JsonParser all = MAPPER.createParser(bytes);
            JsonParser used = new FilteringParserDelegate(
                all, new Used(names), TokenFilter.Inclusion.INCLUDE_ALL_AND_PATH, true))
        {
            final JsonNode json = MAPPER.readTree(used);
            if (all.nextToken() != null)
            {
                throw new IOException("is not one JSON document");
            }

            return json;
        }
    }

    /** Returns a tree of objects, lists, texts, numbers and flags as values that were read. */
    static JsonNode tree(final Map<String, Object> members)
    {
        return MAPPER.valueToTree(members);
    }

    /** Writes values that were read. */
    static void write(final JsonGenerator json, final Object value) throws IOException
    {
        MAPPER.writeTree(json, (TreeNode)value);
    }

    /** Returns a document of a type, whose values were checked or are those of its writer. */
    public static <T extends Record> T value(final JsonNode document, final Class<T> type)
    {
        return MAPPER.convertValue(document, type);
    }

    /** Returns a part of a document; null if it is not there. */
    static <T> T part(final JsonNode value, final Class<T> type)
    {
        return value == null ? null : MAPPER.convertValue(value, type);
    }
}
