package org.gale.engine.report.document;

import java.util.List;
import java.util.Map;
import com.fasterxml.jackson.annotation.JsonAnySetter;

/**
 * Configuration of a document.
 *
 * @param settings by their keys: numbers, flags, texts, and objects of them; null for none
 * @param order    of the events; null, as are groups and phases, of a host whose VMs share one stream
 */
public record Config(@JsonAnySetter Map<String, Object> settings, @IfThere String order,
    @IfThere List<Configured.Group> groups, @IfThere List<Configured.Phase> phases)
{
}
