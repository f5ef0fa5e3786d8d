package org.gale.engine.storm.scenario;

import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.gale.engine.config.TerminalText;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.events.DocumentEndEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.ImplicitTuple;
import org.snakeyaml.engine.v2.events.MappingEndEvent;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceEndEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.events.StreamStartEvent;

/** Text of a tree as YAML with a key on each line, and small maps in braces. For one thread. */
final class YamlText
{
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9./+-][A-Za-z0-9_./%+=|-]*");
    private static final int INDENT = 2;

    private final Lines lines = new Lines();
    private final Emitter emitter = new Emitter(DumpSettings.builder().setIndicatorIndent(INDENT)
        .setIndentWithIndicator(true).setWidth(Integer.MAX_VALUE).build(), lines);

    private YamlText()
    {
    }

    /** Buffer of the emitter. */
    private static final class Lines extends StringWriter implements StreamDataWriter
    {
    }

    /** Returns the text of a tree. */
    static String of(final JobNode.Fields root)
    {
        final YamlText text = new YamlText();
        text.emitter.emit(new StreamStartEvent());
        text.emitter.emit(new DocumentStartEvent(false, Optional.empty(), Map.of()));
        text.emit(root, FlowStyle.BLOCK);
        text.emitter.emit(new DocumentEndEvent(false));
        text.emitter.emit(new StreamEndEvent());

        return text.lines.toString();
    }

    /** Emits a node of a tree, which is as deep as a file may be. */
    private void emit(final JobNode node, final FlowStyle style)
    {
        if (node instanceof JobNode.Fields map)
        {
            emitter.emit(new MappingStartEvent(Optional.empty(), Optional.empty(), true, style));
            map.fields().forEach((key, field) ->
            {
                emit(key);
                emit(field.node(), style);
            });
            emitter.emit(new MappingEndEvent());
        }
        else if (node instanceof JobNode.Items list)
        {
            emitter.emit(new SequenceStartEvent(Optional.empty(), Optional.empty(), true, style));
            list.nodes().forEach(item -> emit(item, style));
            emitter.emit(new SequenceEndEvent());
        }
        else if (node instanceof JobNode.Text text && text.isFlow() && text.text().startsWith("{"))
        {
            emit(FlowText.node(text.text()), FlowStyle.FLOW);
        }
        else if (node instanceof JobNode.Text text && text.isFlow() && text.text().startsWith("["))
        {
            emit(FlowText.items(text.text()), FlowStyle.FLOW);
        }
        else
        {
            emit(((JobNode.Text)node).text());
        }
    }

    private void emit(final String text)
    {
        final ScalarStyle style = TerminalText.hasControls(text) ? ScalarStyle.DOUBLE_QUOTED :
            PLAIN.matcher(text).matches() && !text.equals("-") ? ScalarStyle.PLAIN : ScalarStyle.SINGLE_QUOTED;
        emitter.emit(new ScalarEvent(Optional.empty(), Optional.empty(), new ImplicitTuple(true, true), text, style));
    }
}
