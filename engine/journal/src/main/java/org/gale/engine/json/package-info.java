/** The one writer and reader of JSON: reports, views and answers in JSON are written here. Pure functions. */
package org.gale.engine.json;
