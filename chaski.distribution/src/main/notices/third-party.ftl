<#-- The list of other people's work in the distribution; the build makes it from the descriptors of the dependencies. -->
Third-party software in this distribution
=========================================

The folders lib and bundles contain the following work of others, unchanged. The licence of each is named by its SPDX
identifier. Where a work has several licences, the first one is the one under which it is distributed here. Each jar
contains the notices of its authors.

<#list dependencyMap as entry>
<#assign project = entry.getKey() />
<#if project.groupId != "io.github.chaski-java">
${project.groupId}:${project.artifactId}:${project.version}
    name:    ${project.name!project.artifactId}
    licence: <#list entry.getValue() as license>${license}<#sep>, </#sep></#list>
    home:    ${project.url!"-"}

</#if>
</#list>
