package org.gale.engine.storm.scenario;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gale.engine.config.NumberText;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Parser of YAML 1.2 into the tree of a job, from the events of the library, which do not recurse. Tags make nothing,
 * keys are unique texts, and what an alias repeats counts as often as it is repeated.
 */
public final class JobParser
{
    /** First key of a job. */
    public static final String JOB = "job";
    /** Kind of a file of costs. */
    public static final String COSTS = "file of costs";

    static final int DEPTH_LIMIT = 64;
    static final int NODE_LIMIT = 100_000;
    static final int ALIAS_LIMIT = 1_000;

    private static final String MERGE = "<<";

    private final String name;
    private final String kind;
    private final Map<String, Built> anchors = new HashMap<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private int nodes;
    private long expanded;
    private int aliases;
    private int documents;
    private JobNode root;

    private JobParser(final String name, final String kind)
    {
        this.name = name;
        this.kind = kind;
    }

    /**
     * Node that is complete.
     *
     * @param size   number of its nodes, those of aliases among them
     * @param height number of its levels; 0 for a text
     */
    private record Built(JobNode node, long size, int height)
    {
    }

    /** List or map that is being read. */
    private static final class Open
    {
        private final Place place;
        private final String anchor;
        private final boolean isMap;
        private final List<JobNode> items = new ArrayList<>();
        private final Map<String, JobNode.Field> fields = new LinkedHashMap<>();
        private String key;
        private Place keyPlace;
        private long size = 1;
        private int height = 1;

        Open(final Place place, final String anchor, final boolean isMap)
        {
            this.place = place;
            this.anchor = anchor;
            this.isMap = isMap;
        }

        Built built()
        {
            return new Built(isMap ? new JobNode.Fields(place, Collections.unmodifiableMap(fields)) :
                new JobNode.Items(place, List.copyOf(items)), size, height);
        }
    }

    /**
     * Parses the text of a job, of which the root is a map.
     *
     * @param name of the file, for messages
     * @throws JobException at the first mistake
     */
    public static JobNode.Fields parse(final String text, final String name)
    {
        return parse(text, name, JOB);
    }

    /**
     * Parses the text of a file, of which the root is a map.
     *
     * @param name of the file, for messages
     * @param kind of file, for messages
     * @throws JobException at the first mistake
     */
    public static JobNode.Fields parse(final String text, final String name, final String kind)
    {
        return new JobParser(name, kind).parse(text);
    }

    private JobNode.Fields parse(final String text)
    {
        final LoadSettings settings = LoadSettings.builder().setLabel(name).setCodePointLimit(JobText.LIMIT).build();
        try
        {
            final ParserImpl events = new ParserImpl(settings, new StreamReader(settings, text));
            while (events.hasNext())
            {
                accept(events.next());
            }
        }
        catch (final MarkedYamlEngineException ex)
        {
            throw new JobException(place(ex.getProblemMark()), problem(ex, text));
        }
        catch (final YamlEngineException ex)
        {
            throw new JobException(new Place(name, 1, 1), "this is not YAML: " + ex.getMessage());
        }
        if (root instanceof JobNode.Fields fields)
        {
            return fields;
        }
        final boolean isEmpty = root == null || (root instanceof JobNode.Text nothing && nothing.text().isEmpty());
        throw new JobException(root == null ? new Place(name, 1, 1) : root.place(),
            (isEmpty ? "the file is empty" : root.kind() + " is no " + kind + ": a " + kind + " is a map") +
            " (begin with: " + (kind.equals(COSTS) ? "costs: {exit: 900ns}" : kind + ": NAME") + ')');
    }

    private void accept(final Event event)
    {
        switch (event.getEventId())
        {
            case DocumentStart -> document((DocumentStartEvent)event);
            case Scalar -> scalar((ScalarEvent)event);
            case Alias -> alias((AliasEvent)event);
            case SequenceStart -> begin((CollectionStartEvent)event, false);
            case MappingStart -> begin((CollectionStartEvent)event, true);
            case SequenceEnd, MappingEnd -> end(place(event));
            default ->
            {
                // The stream, the end of a document, and comments say nothing.
            }
        }
    }

    private void document(final DocumentStartEvent event)
    {
        documents++;
        if (documents > 1)
        {
            throw new JobException(place(event), "a second document begins here, and a file has one " + kind);
        }
        if (!event.getTags().isEmpty())
        {
            throw new JobException(place(event), "tags are not allowed (remove the directive TAG)");
        }
    }

    private void scalar(final ScalarEvent event)
    {
        final Place place = place(event);
        checkTag(event.getTag(), place);
        final Built built = new Built(new JobNode.Text(place, event.getValue()), 1, 0);
        count(place, 1);
        keep(event.getAnchor(), built);
        add(built, place);
    }

    private void begin(final CollectionStartEvent event, final boolean isMap)
    {
        final Place place = place(event);
        checkTag(event.getTag(), place);
        count(place, 1);
        checkDepth(open.size() + 1, place);
        open.push(new Open(place, event.getAnchor().map(Anchor::getValue).orElse(null), isMap));
    }

    private void end(final Place place)
    {
        final Open ended = open.pop();
        final Built built = ended.built();
        if (ended.anchor != null)
        {
            anchors.put(ended.anchor, built);
        }
        add(built, place);
    }

    private void alias(final AliasEvent event)
    {
        final Place place = place(event);
        final String anchor = event.getAlias().getValue();
        if (open.stream().anyMatch(node -> anchor.equals(node.anchor)))
        {
            throw new JobException(place, "alias *" + anchor + " lies in what it names: it would have no end");
        }
        final Built built = anchors.get(anchor);
        if (built == null)
        {
            throw new JobException(place, "alias *" + anchor + " names nothing above (write &" + anchor +
                " before what it repeats)");
        }
        aliases++;
        if (aliases > ALIAS_LIMIT)
        {
            throw new JobException(place, "alias *" + anchor + " is one too many: a " + kind + " has at most " +
                NumberText.count(ALIAS_LIMIT));
        }
        checkDepth(open.size() + built.height(), place);
        count(place, built.size());
        add(built, place);
    }

    /** Counts nodes, those that an alias repeats each time. */
    private void count(final Place place, final long more)
    {
        nodes++;
        expanded += more;
        if (nodes > NODE_LIMIT || expanded > NODE_LIMIT)
        {
            throw new JobException(place, (nodes > NODE_LIMIT ? "the " : "with its aliases the ") + kind +
                " has more than " + NumberText.count(NODE_LIMIT) + " nodes, the limit");
        }
    }

    private void checkDepth(final int depth, final Place place)
    {
        if (depth > DEPTH_LIMIT)
        {
            throw new JobException(place, "level " + depth + " is too deep: a " + kind + " has at most " + DEPTH_LIMIT);
        }
    }

    private static void checkTag(final Optional<String> tag, final Place place)
    {
        if (tag.isPresent())
        {
            throw new JobException(place, "tag " + tag.get() + ": tags are not allowed (remove it)");
        }
    }

    private void keep(final Optional<Anchor> anchor, final Built built)
    {
        anchor.ifPresent(named -> anchors.put(named.getValue(), built));
    }

    private void add(final Built built, final Place place)
    {
        final Open parent = open.peek();
        if (parent == null)
        {
            root = built.node();
            return;
        }
        parent.size += built.size();
        parent.height = Math.max(parent.height, built.height() + 1);
        if (!parent.isMap)
        {
            parent.items.add(built.node());
        }
        else if (parent.key == null)
        {
            parent.key = key(built.node(), parent, place);
            parent.keyPlace = place;
        }
        else
        {
            parent.fields.put(parent.key, new JobNode.Field(parent.keyPlace, built.node()));
            parent.key = null;
        }
    }

    private static String key(final JobNode node, final Open map, final Place place)
    {
        if (!(node instanceof JobNode.Text text))
        {
            throw new JobException(node.place(), node.kind() + " is no key: keys are names");
        }
        final String key = text.text();
        if (key.equals(MERGE))
        {
            throw new JobException(place, "'<<' merges nothing here (use defaults: for what all groups share)");
        }
        final JobNode.Field before = map.fields.get(key);
        if (before != null)
        {
            throw new JobException(place, "key '" + key + "' is there twice: first at " + before.place());
        }

        return key;
    }

    private Place place(final Event event)
    {
        return place(event.getStartMark());
    }

    private Place place(final Optional<Mark> mark)
    {
        return mark.map(at -> new Place(name, at.getLine() + 1, at.getColumn() + 1)).orElse(new Place(name, 1, 1));
    }

    /** Returns a message about text that is no YAML. A variable in a flow map is the mistake that users make most. */
    private static String problem(final MarkedYamlEngineException ex, final String text)
    {
        final int line = ex.getProblemMark().map(Mark::getLine).orElse(0);
        final boolean hasVariable = text.lines().skip(line).findFirst().orElse("").contains("${");

        return "this is not YAML: " + ex.getProblem() +
            (hasVariable ? " (inside { } and [ ], quote a text with ${name}: '${name}')" : "");
    }
}
