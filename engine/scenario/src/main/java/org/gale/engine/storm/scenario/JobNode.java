package org.gale.engine.storm.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Node of a job's tree, with the place where it begins. Every value is a text until a key says what it is. */
public sealed interface JobNode
{
    /** Returns where the node begins. */
    Place place();

    /** Returns what the node is, as messages call it. */
    String kind();

    /** Returns this node with other texts, of a tree as deep as a file may be. */
    JobNode with(Function<Text, String> texts);

    /**
     * Text, which is empty where nothing stands behind a key.
     *
     * @param isFlow true for a small map in braces, which reads back as a text or as a map
     */
    record Text(Place place, String text, boolean isFlow) implements JobNode
    {
        /** Makes a text that is no map. */
        public Text(final Place place, final String text)
        {
            this(place, text, false);
        }

        @Override
        public String kind()
        {
            return text.isEmpty() ? "nothing" : "'" + text + "'";
        }

        @Override
        public JobNode with(final Function<Text, String> texts)
        {
            return new Text(place, texts.apply(this), isFlow);
        }
    }

    /** List of nodes. */
    record Items(Place place, List<JobNode> nodes) implements JobNode
    {
        @Override
        public String kind()
        {
            return "a list";
        }

        @Override
        public JobNode with(final Function<Text, String> texts)
        {
            return new Items(place, nodes.stream().map(node -> node.with(texts)).toList());
        }
    }

    /** Map of keys in the order of the file. */
    record Fields(Place place, Map<String, Field> fields) implements JobNode
    {
        @Override
        public String kind()
        {
            return "a map";
        }

        @Override
        public JobNode with(final Function<Text, String> texts)
        {
            final Map<String, Field> others = new LinkedHashMap<>();
            fields.forEach((key, field) -> others.put(key, new Field(field.place(), field.node().with(texts))));

            return new Fields(place, others);
        }

        /** {@return the node of a key, or null} */
        public JobNode get(final String key)
        {
            final Field field = fields.get(key);

            return field == null ? null : field.node();
        }
    }

    /**
     * Key of a map and what it has.
     *
     * @param place where the key begins
     */
    record Field(Place place, JobNode node)
    {
    }
}
