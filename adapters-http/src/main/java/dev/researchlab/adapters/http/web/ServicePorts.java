package dev.researchlab.adapters.http.web;

import dev.researchlab.ports.driving.audit.ForKeepingTheAuditLog;
import dev.researchlab.ports.driving.project.ForManagingApiKeys;
import dev.researchlab.ports.driving.project.ForManagingProjects;
import dev.researchlab.ports.driving.request.ForRepeatingRequests;

/** What is needed of the lab for every request, whatever its route. */
public record ServicePorts(
    ForManagingProjects projects,
    ForManagingApiKeys apiKeys,
    ForRepeatingRequests requests,
    ForKeepingTheAuditLog audit) {}
